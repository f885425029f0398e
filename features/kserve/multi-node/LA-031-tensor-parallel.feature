@kserve @multi-node
Feature: A model too large for one GPU is served by a group of pods
  # decided in several places: LA-031.22

  A leader and seven workers hold an eighth of the model each. Users see one service; the leader speaks for all.

  @LA-031 @P1 @needs-large-model
  Scenario: A new service comes up as one whole group
    When I try to create an LLM service of my own from "llm-multinode-tp"
    # checks: LA-031.1, LA-031.2
    Then it is accepted as it was written
    # checks: LA-031.32
    And exactly 1 of its leader pods is ready within 30 minutes
    # checks: LA-031.33
    And exactly 8 of its workload pods are running
    # checks: LA-031.34
    And every container of its workload pods is ready
    # checks: LA-031.35
    And all of its workload pods are the first of their names, without a restart

  @LA-031 @P1 @needs-large-model
  Scenario: Its first answer is a complete one
    Given an LLM service of my own is serving from "llm-multinode-tp"
    When I ask it "Explain the theory of relativity" for an answer of 200 tokens
    # checks: LA-031.36, LA-031.37
    Then the answer is a complete chat completion
    # checks: LA-031.38
    And the answer arrived within 15 seconds

  Rule: One leader speaks for seven workers

    Background:
      Given the LLM service "llm-multinode-tp" is serving from "llm-multinode-tp"

    @LA-031 @P1 @needs-large-model
    Scenario: Its LeaderWorkerSet is one ready group of eight
      Then its LeaderWorkerSet has these settings:
        | check              | setting           | value                        |
        | LA-031.3, LA-031.4 | name              | the name of the groups       |
        | LA-031.5           | ready groups      | 1                            |
        | LA-031.6           | groups            | 1                            |
        | LA-031.7           | pods of a group   | 8                            |
        | LA-031.8           | restart policy    | the restart policy of groups |
        | LA-031.9           | leader containers | main                         |
        | LA-031.9           | worker containers | main                         |

    @LA-031 @P1 @needs-large-model
    Scenario: Its pods are a leader and seven workers, named as a group
      # checks: LA-031.10, LA-031.13
      Then exactly 8 of its workload pods are running
      # checks: LA-031.14
      And exactly 1 of its leader pods is running
      And its pods have these names:
        | check                | pods        | names                    |
        | LA-031.11            | leader pods | the name of the leader   |
        | LA-031.12, LA-031.15 | worker pods | the names of the workers |

    @LA-031 @P1 @needs-large-model
    Scenario: Each of its pods knows its place in the group
      Then each of its leader pods sees these variables:
        | check     | variable                               | value                        |
        | LA-031.16 | the variable of the tensor size        | 8                            |
        | LA-031.17 | the variable of the workers' addresses | the addresses of its workers |
        | LA-031.18 | the variable of the rank               | 0                            |
      And each of its worker pods sees these variables:
        | check     | variable                             | value                     |
        | LA-031.19 | the variable of the rank             | its index in the group    |
        | LA-031.20 | the variable of the leader's address | the address of its leader |

    @LA-031 @P1 @needs-large-model
    Scenario: Its Service leads to the leader alone
      Then its Service has these settings:
        | check     | setting                         | value                      |
        | LA-031.21 | name                            | {name}-kserve-workload-svc |
        | LA-031.22 | selector app.kubernetes.io/name | {name}                     |
      # checks: LA-031.22
      And its Service selects exactly 1 of its leader pods and no other pod
      # checks: LA-031.23, LA-031.24
      And its Service leads to exactly 1 of its leader pods at port 8000

    @LA-031 @P1 @needs-large-model
    Scenario: The logs tell how the model was shared out
      Then the log of each of its leader pods mentions:
        | check     | text                              |
        | LA-031.25 | the rank of the leader in its log |
        | LA-031.26 | the tensor size in the log        |
        | LA-031.27 | the connected workers             |
        | LA-031.28 | the sharded model                 |
      And the log of each of its worker pods mentions:
        | check     | text                            |
        | LA-031.29 | the rank of a worker in its log |
        | LA-031.30 | the connected leader            |
        | LA-031.31 | the awaited shard               |

    @LA-031 @P1 @needs-large-model
    Scenario: A later answer comes faster than the first may
      Given it has answered "Explain the theory of relativity"
      When I ask it "Explain quantum mechanics" for an answer of 200 tokens
      # checks: LA-031.39
      Then the answer arrived within 8 seconds

    @LA-031 @P1 @needs-large-model
    Scenario: All eight GPUs hold their share of the model and work
      The weights take 141 GB, a share 17.6 GB. A server reserves up to nine tenths of a GPU, 77 GB of 86.

      When its GPUs are watched while it answers 8 requests at a time
      Then these figures were measured on its workload pods and recorded:
        | check     | figure                        | limit            |
        | LA-031.40 | GPUs with memory in use       | exactly 8        |
        | LA-031.41 | GB in use on the emptiest GPU | at least 17      |
        | LA-031.41 | GB in use on the fullest GPU  | at most 80       |
        | LA-031.42 | GPUs busier than at rest      | exactly 8        |
