// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// An ERC-20 token, and by its `manner` one of those that hurt: what escrows meet in the wild.
contract Token {
    /// As the standard has it, or with one fault.
    enum Manner {
        Plain,
        // Moves rightly and answers nothing, as Tether's does.
        AnswersNothing,
        // Keeps a hundredth of what is moved.
        KeepsFee,
        // Answers that it moved, and moves nothing.
        Lies,
        // Moves, and answers that it did not.
        AnswersFalse,
        // Hands over one more than was asked, if it is there.
        Sweeps,
        // Calls the sender back before it moves anything.
        CallsBack
    }

    Manner public manner;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    mapping(address => bool) public frozen;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(Manner manner_, uint256 supply) {
        manner = manner_;
        balanceOf[msg.sender] = supply;
    }

    /// Anybody may, so that tests can: this is no token of value.
    function behave(Manner manner_) external {
        manner = manner_;
    }

    function freeze(address account, bool yes) external {
        frozen[account] = yes;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        return move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        allowance[from][msg.sender] -= value;
        return move(from, to, value);
    }

    function move(address from, address to, uint256 value) private returns (bool) {
        require(!frozen[from] && !frozen[to], "frozen");
        if (manner == Manner.Lies) return true;
        if (manner == Manner.CallsBack) {
            // What a thief would send: pay me again, and settle on whatever I say.
            (bool done, ) = msg.sender.call(abi.encodePacked(hex"00000005", to));
            require(!done, "the escrow let itself be called back");
        }
        uint256 extra = manner == Manner.Sweeps && balanceOf[from] > value ? 1 : 0;
        balanceOf[from] -= value + extra;
        balanceOf[to] += manner == Manner.KeepsFee ? value - value / 100 : value + extra;
        emit Transfer(from, to, value + extra);
        if (manner == Manner.AnswersNothing) {
            assembly {
                return(0, 0)
            }
        }
        return manner != Manner.AnswersFalse;
    }
}
