"""The command `bourse`: one file per noun, a folder where a noun has much to do.

- main: the nouns, the help, and what becomes of an error
- command: what all commands share: options, examples in the help
- values: amounts, counts, durations and names as they are typed
- session: what a command works with: network, exchange, signer, output
- sending: show the cost, simulate, ask, send
- serving: what long-running commands share: a log, and the signals that end them
- simulation: a book under every rule, for `slot simulate`
- output, prompts: what is printed, what is asked

Help and completion must come at once, so modules that declare commands import at their top only what loads quickly;
a function that needs the chain or a solver imports it itself.
"""
