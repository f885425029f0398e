@kserve @basic
Feature: A basic LLM service answers through the gateway
  # decided in several places: LB-001.6, LB-001.13, LB-001.30, LB-001.37, LB-001.38, LB-001.49

  The smallest thing a user does with LLMD: name a model, get a URL that answers.
  If this does not hold, no other result in this report means anything.

  @LB-001 @P0
  Scenario: A new service becomes ready step by step
    When I try to create an LLM service of my own from "llm-basic-oci"
    # checks: LB-001.7, LB-001.8
    Then it is accepted as it was written
    # checks: LB-001.9
    And it reports "Ready" at first as "the first state of a service"
    And these conditions become true in this order within 10 minutes:
      | check     | condition         |
      | LB-001.10 | PresetsCombined   |
      | LB-001.11 | MainWorkloadReady |
      | LB-001.12 | RouterReady       |
      | LB-001.13 | Ready             |

  @LB-001 @P0
  Scenario: A gateway is programmed and has an address
    When I create a gateway of my own from "llmd-gateway"
    # checks: LB-001.4, LB-001.5
    Then it reports "Programmed" as true within 5 minutes
    # checks: LB-001.6
    And it has an address
    # checks: LB-001.6
    And it answers at each of its addresses within 5 minutes

  Rule: A ready service owns exactly what it promises

    Another service stands beside it in its namespace: nothing of the one may lead to the other.

    Background:
      Given the LLM service "llm-neighbour" is serving from "llm-neighbour"
      And the LLM service "llm-basic-oci" is serving from "llm-basic-oci"

    @LB-001 @P0
    Scenario: Its Deployment has its replica and says whose it is
      Then its Deployment has these settings:
        | check     | setting                           | value                       |
        | LB-001.14 | name                              | {name}-kserve               |
        | LB-001.15 | available replicas                | 1                           |
        | LB-001.16 | ready replicas                    | 1                           |
        | LB-001.17 | label app.kubernetes.io/component | llminferenceservice-workload |
        | LB-001.18 | label app.kubernetes.io/name      | {name}                      |
        | LB-001.19 | label app.kubernetes.io/part-of   | llminferenceservice         |
        | LB-001.20 | label kserve.io/component         | workload                    |
        | LB-001.21 | label llm-d.ai/role               | both                        |

    @LB-001 @P0
    Scenario: Its pod downloads the model and runs one server
      Then each of its workload pods has these containers:
        | check     | container             | place     |
        | LB-001.22 | the fetcher of an OCI model | init |
        | LB-001.23 | llm-d-routing-sidecar | absent    |
        | LB-001.24 | main                  | main      |
        | LB-001.25 | the containers of an OCI server | only main |
      And its storage initializer is started with these arguments:
        | check     | arguments                   |
        | LB-001.26 | {model URI} and /mnt/models |

    @LB-001 @P0
    Scenario: Its route leads from the gateway to the workload
      Then its HTTPRoute has these settings:
        | check     | setting | value                |
        | LB-001.27 | name    | {name}-kserve-route  |
        | LB-001.28 | parent  | the managed gateway  |
        | LB-001.29 | path    | /{namespace}/{name}  |
        | LB-001.29 | root of the paths | the roots of the paths of a route |
        | LB-001.30 | backend | the workload Service |

    @LB-001 @P0
    Scenario: Its Service leads to its pod
      Then its Service has these settings:
        | check     | setting | value                      |
        | LB-001.31 | name    | {name}-kserve-workload-svc |
        | LB-001.32 | type    | ClusterIP                  |
        | LB-001.34 | port    | 8000                       |
      # checks: LB-001.33
      And its Service leads to exactly 1 of its workload pods

    @LB-001 @P0
    Scenario: Its status says where it answers
      Then its status has these settings:
        | check                | setting   | value                                  |
        | LB-001.35, LB-001.36 | URL       | http://{gateway}/{namespace}/{name}    |
        | LB-001.37            | addresses | only URLs, the status URL among them   |
      # checks: LB-001.37
      And each address of its status leads to it

    @LB-001 @P0
    Scenario: It answers a question
      When I ask it "What is AI?"
      # checks: LB-001.38, LB-001.39, LB-001.40
      Then the answer is a complete chat completion
      # checks: LB-001.41
      And the answer arrived within 5 seconds
      # checks: LB-001.38
      And all of 50 more requests succeed
      And the log of its model server mentions:
        | check     | text                      |
        | LB-001.42 | POST /v1/chat/completions |

    @LB-001 @P0
    Scenario: It stays up without a break
      Given it has been serving for 5 minutes
      # checks: LB-001.43, LB-001.45
      Then its workload pods have run for 5 minutes without a restart
      # checks: LB-001.44
      And every container of its workload pods is ready
      # checks: LB-001.13
      And it has stayed ready since it became so

    @LB-001 @P0
    Scenario: Its log tells of a clean start
      Then the log of its model server mentions:
        | check     | text                        |
        | LB-001.47 | the started server |
        | LB-001.48 | the loaded model |
      # checks: LB-001.46
      And the log of its model server has no line at a critical level

  @LB-001 @P0
  Scenario: A service with a scheduler answers by way of its pool
    Given an LLM service of my own is serving from "llm-basic-scheduler"
    When I ask it "What is AI?"
    Then the answer is a complete chat completion
    And its HTTPRoute has these settings:
      | check     | setting              | value              |
      | LB-001.30 | backend of questions | the inference pool |
    And its inference pool has these settings:
      | setting | value                      |
      | API     | the API of inference pools |

  @LB-001 @P0
  Scenario: A deleted service takes everything it owned with it, and nothing else
    Given an LLM service of my own is serving from "llm-neighbour"
    And an LLM service of my own is serving from "llm-basic-oci"
    When I delete it
    # checks: LB-001.49
    Then nothing of it is left within 2 minutes
    # checks: LB-001.49
    And no gateway leads to it any more within 1 minute
    # checks: LB-001.49
    And other services in its namespace answer, and what they have is untouched
