//! Puts the node together from Substrate's parts.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
};

use exequatur_runtime::{Header, RuntimeApi};
use futures::channel::mpsc;
use sc_basic_authorship::ProposerFactory;
use sc_consensus::LongestChain;
use sc_consensus_manual_seal::{ManualSealParams, import_queue, run_manual_seal};
use sc_network::{
    Litep2pNetworkBackend, NetworkBackend,
    config::FullNetworkConfiguration,
    multiaddr::{Multiaddr, Protocol},
};
use sc_service::{
    BasePath, BlocksPruning, BuildNetworkParams, Configuration, DatabaseSource, Error,
    GenericChainSpec, PruningMode, Role, RpcHandlers, RpcMethods, SpawnTasksParams, TFullBackend,
    TFullClient, TaskManager, TracingReceiver, TransactionPoolOptions, build_network,
    config::{
        ExecutorConfiguration, KeystoreConfig, NetworkConfiguration, NodeKeyConfig,
        OffchainWorkerConfig, RpcBatchRequestConfig, RpcConfiguration, RpcEndpoint,
    },
    new_full_parts, spawn_tasks,
};
use sc_transaction_pool::{Builder as PoolBuilder, TransactionPoolType};
use sp_blockchain::HeaderBackend;
use sp_core::H256;
use sp_runtime::{OpaqueExtrinsic, generic};

use crate::{
    clock::Clock,
    executor::NativeExecutor,
    rpc,
    sealing::{Sealing, seal},
    state::{check_version, time_of},
};

/// Blocks as the node handles them: it leaves the contents of transactions to the runtime.
pub type NodeBlock = generic::Block<Header, OpaqueExtrinsic>;
/// The chain as the node's parts see it.
pub type Client = TFullClient<NodeBlock, RuntimeApi, NativeExecutor>;

/// The chain on disk.
pub type Backend = TFullBackend<NodeBlock>;

/// What the one who starts a node decides.
pub struct Settings<'a> {
    /// Where everything lies.
    pub base_path: &'a Path,
    /// The port for JSON-RPC on this machine; 0 takes any that is free.
    pub rpc_port: u16,
    /// The port for other nodes; 0 takes any that is free.
    pub port: u16,
    /// When blocks are made.
    pub sealing: Sealing,
}

/// A node that runs as long as its tasks do.
pub struct Node {
    /// Everything that runs.
    pub tasks: TaskManager,
    /// Where it can be asked.
    pub rpc: SocketAddr,
    /// Hash of block 0.
    pub genesis_hash: H256,
    /// The newest block when it started.
    pub newest_block: u32,
}

/// Starts a node, with the chain in its folder or else with a new one. Needs a tokio runtime with several
/// threads around it.
///
/// # Errors
/// Those of the parts: folder in use or damaged, port in use.
pub fn start(settings: &Settings<'_>, spec: GenericChainSpec) -> Result<Node, Error> {
    let config = configuration(settings, spec);
    let (client, backend, keystore, mut tasks) =
        new_full_parts::<NodeBlock, RuntimeApi, _>(&config, None, NativeExecutor, Vec::new())?;
    let client: Arc<Client> = Arc::new(client);
    check_version(&client, client.info().best_hash)?;
    let pool = PoolBuilder::new(
        tasks.spawn_essential_handle(),
        Arc::clone(&client),
        config.role.is_authority().into(),
    )
    .with_options(config.transaction_pool.clone())
    .build();
    let pool = Arc::new(pool);

    let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
        build_network(BuildNetworkParams {
            config: &config,
            net_config: FullNetworkConfiguration::<_, _, Litep2pNetworkBackend>::new(
                &config.network,
                None,
            ),
            client: Arc::clone(&client),
            transaction_pool: Arc::clone(&pool),
            spawn_handle: tasks.spawn_handle(),
            spawn_essential_handle: tasks.spawn_essential_handle(),
            import_queue: import_queue(
                Box::new(Arc::clone(&client)),
                &tasks.spawn_essential_handle(),
                None,
            ),
            block_announce_validator_builder: None,
            warp_sync_config: None,
            block_relay: None,
            metrics: <Litep2pNetworkBackend as NetworkBackend<NodeBlock, H256>>::register_notification_metrics(None),
            gap_sync_body_policy: None,
        })?;

    let newest = client.info();
    let clock = Arc::new(Clock::new(time_of(&client, newest.best_hash)?));
    let (engine, commands_stream) = mpsc::channel(16);
    let (wishes, wished) = mpsc::channel(16);
    let sealing = seal(settings.sealing, Arc::clone(&pool), wished, engine);
    let engine = run_manual_seal(ManualSealParams {
        block_import: Arc::clone(&client),
        env: ProposerFactory::new(
            tasks.spawn_handle(),
            Arc::clone(&client),
            Arc::clone(&pool),
            None,
            None,
        ),
        client: Arc::clone(&client),
        pool: Arc::clone(&pool),
        commands_stream,
        select_chain: LongestChain::new(Arc::clone(&backend)),
        consensus_data_provider: None,
        create_inherent_data_providers: {
            let (client, clock) = (Arc::clone(&client), Arc::clone(&clock));
            move |parent: H256, ()| {
                let parent_s = time_of(&client, parent);
                let clock = Arc::clone(&clock);
                async move {
                    let time_ms = clock.next(parent_s?) * 1_000;
                    Ok(sp_timestamp::InherentDataProvider::new(time_ms.into()))
                }
            }
        },
    });

    let handlers = {
        let (client, pool) = (Arc::clone(&client), Arc::clone(&pool));
        spawn_tasks(SpawnTasksParams {
            config,
            client: Arc::clone(&client),
            backend,
            task_manager: &mut tasks,
            keystore: keystore.keystore(),
            transaction_pool: Arc::clone(&pool),
            rpc_builder: Box::new(move |_| {
                rpc::module(
                    Arc::clone(&client),
                    Arc::clone(&pool),
                    Arc::clone(&clock),
                    wishes.clone(),
                )
            }),
            network,
            system_rpc_tx,
            tx_handler_controller,
            sync_service,
            telemetry: None,
            tracing_execute_block: None,
        })?
    };
    let rpc = listening(&handlers)?;
    // Last, when nothing can fail any more: they are not to outlive what they work for.
    let essential = tasks.spawn_essential_handle();
    essential.spawn_blocking("authorship", None, engine);
    essential.spawn("sealing", None, sealing);
    Ok(Node {
        tasks,
        rpc,
        genesis_hash: newest.genesis_hash,
        newest_block: newest.best_number,
    })
}

fn listening(handlers: &RpcHandlers) -> Result<SocketAddr, Error> {
    let found = handlers.listen_addresses().iter().find_map(|address| {
        let mut parts = address.iter();
        match (parts.next(), parts.next()) {
            (Some(Protocol::Ip4(ip)), Some(Protocol::Tcp(port))) => Some((ip, port).into()),
            _ => None,
        }
    });
    found.ok_or_else(|| Error::Other("the RPC server does not say where it listens".into()))
}

/// Megabytes that a request or an answer may have: contract code and proofs are far below.
const MAX_MESSAGE_MB: u32 = 15;

fn configuration(settings: &Settings<'_>, spec: GenericChainSpec) -> Configuration {
    let base_path = BasePath::new(settings.base_path);
    let implementation = env!("CARGO_PKG_NAME");
    let version = env!("CARGO_PKG_VERSION");
    let mut network = NetworkConfiguration::new(
        implementation,
        format!("{implementation}/{version}"),
        NodeKeyConfig::default(),
        Some(settings.base_path.join("network")),
    );
    network.listen_addresses = vec![
        Multiaddr::empty()
            .with(Protocol::Ip4(Ipv4Addr::LOCALHOST))
            .with(Protocol::Tcp(settings.port)),
    ];
    network.allow_non_globals_in_dht = true;
    Configuration {
        impl_name: implementation.into(),
        impl_version: version.into(),
        role: Role::Authority,
        tokio_handle: tokio::runtime::Handle::current(),
        transaction_pool: TransactionPoolOptions::new_with_params(
            8_192,
            20 * 1024 * 1024,
            None,
            TransactionPoolType::SingleState,
            true,
            false,
        ),
        network,
        keystore: KeystoreConfig::InMemory,
        database: DatabaseSource::ParityDb {
            path: settings.base_path.join("chain"),
        },
        trie_cache_maximum_size: Some(64 * 1024 * 1024),
        warm_up_trie_cache: None,
        // Whoever audits asks about old blocks.
        state_pruning: Some(PruningMode::ArchiveAll),
        blocks_pruning: BlocksPruning::KeepAll,
        chain_spec: Box::new(spec),
        executor: ExecutorConfiguration::default(),
        wasm_runtime_overrides: None,
        rpc: rpc_configuration(settings.rpc_port),
        prometheus_config: None,
        telemetry_endpoints: None,
        offchain_worker: OffchainWorkerConfig {
            enabled: false,
            indexing_enabled: false,
        },
        force_authoring: true,
        disable_grandpa: true,
        dev_key_seed: None,
        tracing_targets: None,
        tracing_receiver: TracingReceiver::Log,
        announce_block: true,
        data_path: settings.base_path.to_owned(),
        base_path,
    }
}

fn rpc_configuration(port: u16) -> RpcConfiguration {
    // Pages of this machine and the usual explorer; a page from elsewhere has no business here.
    let origins = [
        "http://localhost:*",
        "http://127.0.0.1:*",
        "https://polkadot.js.org",
    ];
    let cors = Some(origins.map(String::from).to_vec());
    let endpoint = RpcEndpoint {
        listen_addr: (Ipv4Addr::LOCALHOST, port).into(),
        batch_config: RpcBatchRequestConfig::Unlimited,
        max_connections: 100,
        max_payload_in_mb: MAX_MESSAGE_MB,
        max_payload_out_mb: MAX_MESSAGE_MB,
        max_subscriptions_per_connection: 1_024,
        max_buffer_capacity_per_connection: 64,
        rate_limit: None,
        rate_limit_trust_proxy_headers: false,
        rate_limit_whitelisted_ips: Vec::new(),
        cors: cors.clone(),
        rpc_methods: RpcMethods::Auto,
        is_optional: false,
        // Who names a port means that one.
        retry_random_port: false,
    };
    RpcConfiguration {
        addr: Some(vec![endpoint]),
        max_connections: 100,
        cors,
        methods: RpcMethods::Auto,
        max_request_size: MAX_MESSAGE_MB,
        max_response_size: MAX_MESSAGE_MB,
        id_provider: None,
        max_subs_per_conn: 1_024,
        port,
        message_buffer_capacity: 64,
        batch_config: RpcBatchRequestConfig::Unlimited,
        rate_limit: None,
        rate_limit_whitelisted_ips: Vec::new(),
        rate_limit_trust_proxy_headers: false,
        request_logger_limit: 1_024,
    }
}
