@kserve @scaling
Feature: An LLM service grows and shrinks by hand while it goes on answering
  # decided in several places: SCALE-001.7, SCALE-001.16, SCALE-001.19, SCALE-001.21

  Somebody who expects more load asks for more replicas and gets them, each of them with its share of the
  requests; somebody who asks for fewer gives pods back, and at least 95 of 100 requests meanwhile are answered.
  Long answers that are on their way then come whole, all of them.

  Rule: It grows

    @SCALE-001 @P1
    Scenario: A new service comes up with its two replicas
      When I create an LLM service of my own from "llm-scalable"
      # checks: SCALE-001.1
      Then it becomes ready within 10 minutes and not before its Deployment, Service and HTTPRoute work
      And its Deployment has these settings:
        | check       | setting            | value         |
        |             | name               | {name}-kserve |
        | SCALE-001.2 | available replicas | 2             |

    @SCALE-001 @P1
    Scenario: Five replicas come up without a step back
      Given an LLM service of my own is serving from "llm-scalable"
      When I scale it to 5 replicas
      # checks: SCALE-001.3, SCALE-001.5
      Then its ready replicas go from 2 to 5 without a step back within 10 minutes
      And its Deployment has these settings:
        | check       | setting            | value |
        | SCALE-001.4 | available replicas | 5     |
      # checks: SCALE-001.6
      And exactly 5 of its workload pods are running
      # checks: SCALE-001.7
      And none of its workload pods is in an error state
      # checks: SCALE-001.8
      And its inference pool selects exactly 5 of its workload pods and no other pod
      # checks: SCALE-001.9
      And its scheduler counts exactly 5 ready pods in its pool

    @SCALE-001 @P1
    Scenario: New replicas take their share of the requests at once
      Of 50 requests chance alone leaves one of five pods without any less than once in 10,000 runs; of 200 each gets 40
      on average, and chance alone leaves 15 to 65 less than once in 10,000 runs.

      Given an LLM service of my own is serving from "llm-scalable"
      When I scale it to 5 replicas
      Then exactly 5 of its workload pods are ready within 10 minutes
      # checks: SCALE-001.10
      And each endpoint of its inference pool is ready and answers
      And its workload pods serve all of 50 more requests
      # checks: SCALE-001.11, SCALE-001.13
      And each of its workload pods served at least 1 of these requests
      And its workload pods serve all of 200 more requests
      And these figures were measured on its workload pods and recorded:
        | check        | figure                   | limit        |
        | SCALE-001.12 | fewest requests of a pod | at least 15  |
        | SCALE-001.12 | most requests of a pod   | at most 65   |

  Rule: It shrinks

    @SCALE-001 @P1
    Scenario: Two of five replicas end in good order
      Given an LLM service of my own is serving from "llm-scalable" with these settings:
        | setting  | value |
        | replicas | 5     |
      When I scale it to 3 replicas
      # checks: SCALE-001.14
      Then 2 of its workload pods terminate while 3 keep running, within 2 minutes
      And its Deployment has these settings:
        | check        | setting            | value |
        | SCALE-001.15 | available replicas | 3     |
      # checks: SCALE-001.16
      And its inference pool selects exactly 3 of its workload pods and no other pod
      # checks: SCALE-001.16
      And its scheduler counts exactly 3 ready pods in its pool
      # checks: SCALE-001.17
      And nothing leads to the removed pods within 1 minute
      # checks: SCALE-001.18
      And each endpoint of its inference pool is ready and answers

    @SCALE-001 @P1
    Scenario: Requests go on while replicas end
      Of 100 requests each of two pods gets 50 on average; chance alone leaves 20 to 80 less than once in a billion runs.

      Given an LLM service of my own is serving from "llm-scalable" with these settings:
        | setting  | value |
        | replicas | 5     |
      And 120 requests have begun to flow, one every 1 second
      When I scale it to 2 replicas
      Then these figures were measured on its workload pods and recorded:
        | check                      | figure                  | limit       |
        | SCALE-001.19, SCALE-001.20 | success rate in percent | at least 95 |
        |                            | requests per second     | more than 0 |
      And exactly 3 of its earlier workload pods are gone within 2 minutes
      # checks: SCALE-001.21
      And its workload pods serve all of 100 more requests
      # checks: SCALE-001.22
      And each of its workload pods served between 20 and 80 of these requests

    @SCALE-001 @P1
    Scenario: A replica that is told to end finishes its answers and is asked for no more
      A replica that went on getting new requests would work until its grace period is over, and end in the middle of some.

      Given an LLM service of my own is serving from "llm-scalable" with these settings:
        | setting      | value     |
        | grace period | 5 minutes |
      And 24 long answers at a time are on their way, some from each of its workload pods
      When I scale it to 1 replica
      # checks: SCALE-001.21
      Then exactly 1 of its earlier workload pods is gone within 4 minutes
      # checks: SCALE-001.19
      And every long answer came whole

  Rule: It can be large

    @SCALE-001 @P1 @slow
    Scenario: A hundred replicas come up
      When I create an LLM service of my own from "llm-hundred"
      Then exactly 100 of its workload pods are ready within 15 minutes
      # checks: SCALE-001.7
      And none of its workload pods is in an error state
