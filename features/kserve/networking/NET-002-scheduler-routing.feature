@kserve @networking
Feature: The scheduler chooses the pod that answers a request
  # decided in several places: ISSUE-010.2
  # decided in several places: ISSUE-003.5, NET-002.4, NET-002.18, NET-002.23, NET-002.24

  With several pods it matters which one gets a request: the one that knows the session answers faster,
  and no pod should wait while another one is idle.

  @NET-002 @ISSUE-016 @P0
  Scenario: A new service gets a scheduler with all its parts
    When I try to create an LLM service of my own from "llm-with-scheduler"
    # checks: NET-002.1
    Then it is accepted as it was written
    And these parts of it exist within 2 minutes:
      | check       | part                     |
      | ISSUE-016.1 | scheduler Deployment     |
      | ISSUE-016.1 | scheduler Service        |
      | ISSUE-016.1 | scheduler ServiceAccount |
      | ISSUE-016.1 | inference pool           |
    And the log of its controller mentions, for it and within 1 minute:
      | check       | text                     |
      | ISSUE-016.2 | the router is reconciled |

  Rule: A ready service has one scheduler that works

    Background:
      Given the LLM service "llm-with-scheduler" is serving from "llm-with-scheduler"

    @NET-002 @P0
    Scenario: Its scheduler has a Service of its own
      Then its scheduler Service has these settings:
        | check     | setting                              | value                                |
        | NET-002.2 | name                                 | {name}-epp-service                   |
        | NET-002.3 | type                                 | ClusterIP                            |
        | NET-002.4 | port                                 | 9002                                 |
        | NET-002.4 | port                                 | 9003                                 |
        | NET-002.4 | port                                 | 9090                                 |
        | NET-002.5 | selector app.kubernetes.io/component | llminferenceservice-router-scheduler |
        | NET-002.5 | selector app.kubernetes.io/name      | {name}                               |
      # checks: NET-002.4
      And its scheduler Service leads to exactly 1 of its scheduler pods

    @NET-002 @ISSUE-006 @P0
    Scenario: Its route leaves the choice to the scheduler
      Then its HTTPRoute has these settings:
        | check                | setting | value              |
        | NET-002.6, NET-002.7 | backend | the inference pool |
      And its inference pool has these settings:
        | check                   | setting                | value              |
        | NET-002.8               | scheduler Service      | {name}-epp-service |
        | NET-002.10, ISSUE-006.1 | scheduler port         | 9002               |
        | NET-002.9               | condition ResolvedRefs | True               |

    @NET-002 @P0
    Scenario: Its scheduler pod runs without a break
      # checks: NET-002.12
      Then exactly 1 of its scheduler pods is running
      # checks: NET-002.14
      And its scheduler pods have run for 30 seconds without a restart
      # checks: NET-002.13
      And its scheduler runs from an image "the image of the scheduler"
      And each of its scheduler pods has these containers:
        | check | container | place     |
        |       | main      | only main |

    @NET-002 @P0
    Scenario: The log of its scheduler tells of a clean start
      Then the log of its scheduler mentions:
        | check      | text                       |
        | NET-002.15 | the start of the scheduler |
        | NET-002.16 | the discovery of endpoints |
      # checks: NET-002.17
      And the log of its scheduler has no line at a critical level

    @NET-002 @ISSUE-006 @P0
    Scenario: An answer and the log say which pod was chosen, and why
      When I ask it "First request" in a new session
      Then the log of its scheduler does not mention:
        | check       | text                            |
        | ISSUE-006.2 | the unreachable pods in the log |
      And the answer carries these headers:
        | check      | header                        | value                                     |
        | NET-002.18 | the header of the chosen pod  | the pod that answered                     |
        | NET-002.19 | x-envoy-upstream-service-time | milliseconds, from 1 to those of the answer |
      And the log of its scheduler mentions, for the session:
        | check                  | text                               |
        | NET-002.11, NET-002.20 | the request in the scheduler's log |
        | NET-002.22             | the factors of the choice          |
        | NET-002.22             | the load among the factors         |
        | NET-002.22             | the cache among the factors        |
      # checks: NET-002.21
      And the log of its scheduler names one pod for exactly 1 of the requests of the session

  @NET-002 @EC-NET-102 @ISSUE-003 @ISSUE-006 @P0
  Scenario: A session stays on its pod
    Given an LLM service of my own is serving from "llm-with-scheduler"
    And a session in which "First request" was answered
    When I send it 10 requests one after another in the same session
    # checks: EC-NET-102.3, ISSUE-003.3, ISSUE-006.3
    Then all of the requests succeed
    # checks: NET-002.23, NET-002.24
    And exactly 10 of the requests were served by the pod of the session
    And exactly 0 of the requests were served by another pod
    # checks: NET-002.25
    And the log of its scheduler names one pod for exactly 11 of the requests of the session

  @NET-002 @P0
  Scenario: New sessions are spread over all pods, and each stays on its own
    Of 100 new sessions each pod gets 20 on average; even chance alone leaves 5 to 35 less than once in 1,000 runs.
    Sessions that take turns show a scheduler that remembers only one of them: by chance alone the five follow-ups of a
    session are on its pod, one of five, once in 3,000 runs.

    Given an LLM service of my own is serving from "llm-with-scheduler"
    When I send it 100 requests 10 at a time in new sessions
    Then these figures were measured on its workload pods and recorded:
      | check      | figure                            | limit       |
      |            | requests served                   | exactly 100 |
      | NET-002.26 | fewest requests of a pod          | at least 1  |
      | NET-002.27 | fewest requests of a pod          | at least 5  |
      | NET-002.27 | most requests of a pod            | at most 35  |
      | NET-002.28 | largest share of a pod in percent | at most 40  |
    # checks: NET-002.18
    And "the header of the chosen pod" of each answer names the pod that served it
    # checks: NET-002.23, NET-002.24
    And 3 new sessions of 6 requests each stay on their pods while they take turns

  @ISSUE-010 @P3
  Scenario: A deleted service takes its scheduler with it
    Given an LLM service of my own is serving from "llm-basic-scheduler"
    When I delete it
    Then its objects of these kinds are gone within 2 minutes:
      | check       | kind               |
      | ISSUE-010.1 | ServiceAccount     |
      | ISSUE-010.2 | Role               |
      | ISSUE-010.2 | RoleBinding        |
      | ISSUE-010.2 | ClusterRoleBinding |
      | ISSUE-010.2 | Deployment         |
      | ISSUE-010.2 | Service            |
      | ISSUE-010.2 | inference pool     |
    # checks: ISSUE-010.2
    And nothing of it is left within 2 minutes

  Rule: Its pool is its own, whoever stands beside it

    Background:
      Given the LLM service "llm-basic-oci" is serving from "llm-basic-oci"
      And the LLM service "llm-with-scheduler" is serving from "llm-with-scheduler"

    @EC-NET-102 @ISSUE-003 @P1
    Scenario: Its pool has all its pods as endpoints, and the status says that it works
      # checks: EC-NET-102.1
      Then its inference pool selects exactly 5 of its workload pods and no other pod
      # checks: ISSUE-003.2
      And its scheduler counts exactly 5 ready pods in its pool
      # checks: ISSUE-003.7, ISSUE-003.8
      And it reports "InferencePoolReady" as true within 10 seconds
      # checks: ISSUE-003.5
      And it reports "SchedulerWorkloadReady" as true within 10 seconds
      And the log of its scheduler does not mention:
        | check        | text                      |
        | EC-NET-102.2 | the empty pool in the log |
