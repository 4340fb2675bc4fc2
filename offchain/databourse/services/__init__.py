"""Long-running processes: a solver that settles rounds, and a keeper that opens one after the other.

Nothing is remembered but what the chain tells, so a process can be stopped, killed and started again at any moment,
and started twice. The parts that decide get the chain and the clock handed in:

- service: look, do what is due, wait; outlasts failures of the node
- watch: what the chain is like now, in one message
- solver: which rounds are to be settled when, and which proposals are to be refuted; settler does it (acting says
  what), solver_log tells it
- keeper: when the next round is to be opened; opener does it
"""
