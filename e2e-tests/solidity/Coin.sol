// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import "./Token.sol";

/// The same with a name, as programs that show amounts need it.
contract Coin is Token {
    string public constant symbol = "COIN";
    uint8 public constant decimals = 2;

    constructor(Manner manner_, uint256 supply) Token(manner_, supply) {}
}
