@kserve @multi-node
Feature: Independent groups share the load of a service
  # decided in several places: ISSUE-010.2, LA-032.11

  Three groups of two engines each hold the whole model. The scheduler sends every request to one of their leaders.

  @LA-032 @P1 @needs-gpus-6
  Scenario: A new service comes up as three groups
    When I create an LLM service of my own from "llm-data-parallel"
    Then it becomes ready within 30 minutes
    # checks: LA-032.6
    And exactly 6 of its workload pods are running
    # checks: LA-032.7
    And exactly 3 of its leader pods are running

  @LA-032 @P1 @needs-gpus-6
  Scenario: Its requests are spread over all three groups
    Of 300 requests each group gets 100 on average; a fair spread leaves 70 to 130 less than once in 1,000 runs.

    Given an LLM service of my own is serving from "llm-data-parallel"
    When I send it 300 requests 20 at a time
    Then these figures were measured on its workload pods and recorded:
      | check     | figure                            | limit        |
      |           | requests served                   | exactly 300  |
      | LA-032.14 | fewest requests of a pod          | at least 1   |
      | LA-032.15 | fewest requests of a pod          | at least 70  |
      | LA-032.15 | most requests of a pod            | at most 130  |
      | LA-032.16 | largest share of a pod in percent | at most 50   |

  @LA-032 @P1
  Scenario: Both degrees of data parallelism are accepted
    When I try to create an LLM service of my own from "llm-data-parallel"
    # checks: LA-032.1, LA-032.2
    Then it is accepted as it was written

  @ISSUE-010 @P3 @needs-gpus-4
  Scenario: A deleted service takes its groups with it
    Given an LLM service of my own is serving from "llm-data-parallel" with these settings:
      | setting     | value |
      | replicas    | 1     |
      | data degree | 2     |
    When I delete it
    # checks: ISSUE-010.2
    Then nothing of it is left within 2 minutes

  Rule: Three groups stand side by side

    Background:
      Given the LLM service "llm-data-parallel" is serving from "llm-data-parallel"

    @LA-032 @P1 @needs-gpus-6
    Scenario: Each of its replicas is a LeaderWorkerSet of two pods
      Then each of its 3 LeaderWorkerSets has these settings:
        | check              | setting         | value                                |
        | LA-032.3, LA-032.4 | name            | the names of the data parallel groups |
        | LA-032.5           | pods of a group | 2                                    |
        |                    | ready groups    | 1                                    |
      And its pods have these names:
        | check | pods        | names                                   |
        |       | leader pods | the names of the data parallel leaders  |

    @LA-032 @P1 @needs-gpus-6
    Scenario: Each group works on its own
      Then the log of each of its leader pods mentions:
        | check    | text                         |
        | LA-032.8 | the engines of a group       |
      # checks: LA-032.9
      And no group has been in touch with another

    @LA-032 @P1 @needs-gpus-6
    Scenario: Its inference pool holds the three leaders
      Then its inference pool has these settings:
        | check     | setting                         | value                 |
        | LA-032.10 | name                            | {name}-inference-pool |
        | LA-032.11 | selector app.kubernetes.io/name | {name}                |
        | LA-032.12 | target port                     | 8000                  |
      # checks: LA-032.11
      And its inference pool selects exactly 3 of its leader pods and no other pod
      # checks: LA-032.13
      And its scheduler counts exactly 3 ready pods in its pool

  Rule: Degrees that do not add up are refused

    @EC-LA-301 @ISSUE-019 @P2
    Scenario Outline: A data degree <relation> than that of all groups together is refused
      When I try to create an LLM service of my own from "llm-data-parallel" with these settings:
        | setting     | value    |
        | data degree | <degree> |
      # checks: EC-LA-301.1, ISSUE-019.1
      Then it is refused by the validating webhook because "data must be equal to replicas × dataLocal"
      # checks: ISSUE-019.3
      And it is not stored
      And it would be accepted with these settings:
        | setting     | value |
        | data degree | 6     |

      Examples:
        | relation | degree |
        | smaller  | 3      |
        | larger   | 8      |

    @ISSUE-019 @P2
    Scenario: Nothing of a refused service runs
      When I try to create an LLM service of my own from "llm-data-parallel" with these settings:
        | setting     | value |
        | data degree | 3     |
      Then none of these happens in the namespace for 1 minute:
        | check       | event                      |
        | ISSUE-019.2 | there is a LeaderWorkerSet |

    @EC-LA-302 @P1
    Scenario: The data degree is given without the local one
      When I try to create an LLM service of my own from "llm-data-parallel" with these settings:
        | setting           | value |
        | local data degree | none  |
      # checks: EC-LA-302.1
      Then it is refused by the validating webhook because "dataLocal must be set when data is set"
      # checks: EC-LA-302.2
      And it is not stored
      And it would be accepted with these settings:
        | setting           | value |
        | local data degree | 2     |
