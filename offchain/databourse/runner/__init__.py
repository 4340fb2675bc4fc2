"""Where the data of a learning round meet: a process that alone can read them, trains, and signs what it counted.

Parties encrypt for the runner's key (`party`), the runner opens the bundles in memory, trains a model for every set of
parties, and signs a statement that the chain records. `SoftwareRunner` is a stand-in: it keeps to the rules of an
enclave, but nothing forces it to. Hardware that does would implement `Enclave` and put its quote into the attestation.
"""
