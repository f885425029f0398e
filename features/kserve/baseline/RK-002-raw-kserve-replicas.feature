@kserve @baseline
Feature: A plain KServe service spreads its load and survives the loss of a pod
  # decided in several places: RK-002.11

  The measure for LLMD's own routing: what a plain Service does with three replicas.

  @RK-002 @P1
  Scenario: Three replicas are created and become ready
    Given the manifest "vllm-runtime-baseline" has been applied
    When I create an inference service of my own from "opt125m-scaled"
    # checks: RK-002.1, RK-002.2
    Then exactly 3 of its workload pods are ready within 10 minutes

  @RK-002 @P1
  Scenario: Requests are spread over all replicas
    Of 300 requests each replica gets 100 on average; a fair spread leaves 70 to 130 less than once in 1,000 runs.

    Given the manifest "vllm-runtime-baseline" has been applied
    And an inference service of my own is serving from "opt125m-scaled"
    When I send it 300 requests 20 at a time
    Then these figures were measured on its workload pods and recorded:
      | check    | figure                            | limit        |
      |          | requests served                   | exactly 300  |
      | RK-002.8 | fewest requests of a pod          | at least 70  |
      | RK-002.8 | most requests of a pod            | at most 130  |
      | RK-002.9 | largest share of a pod in percent | at most 50   |
    And the log of each of its workload pods mentions:
      | check    | text                 |
      | RK-002.7 | a request in the log |

  Rule: Three healthy replicas are sound

    Background:
      Given the manifest "vllm-runtime-baseline" has been applied for this file
      And the inference service "opt125m-scaled" is serving from "opt125m-scaled"

    @RK-002 @P1
    Scenario: All replicas are sound
      # checks: RK-002.3, RK-002.4
      Then exactly 3 of its workload pods are running
      # checks: RK-002.5
      And every container of its workload pods is ready
      # checks: RK-002.6
      And none of its workload pods is in an error state

  Rule: The loss of a pod is a hiccup, not an outage

    @RK-002 @P1
    Scenario: A pod is deleted while requests flow
      Given the manifest "vllm-runtime-baseline" has been applied
      And an inference service of my own is serving from "opt125m-scaled"
      And requests have been flowing at 20 a second
      When 1 of its workload pods is deleted
      # checks: RK-002.12
      Then exactly 3 of its workload pods are ready within 60 seconds
      # checks: RK-002.10, RK-002.11
      And requests failed for at most 10 seconds
      # checks: RK-002.13
      And each of its workload pods served at least 1 of the requests after the change
      # checks: RK-002.11
      And all of 100 more requests succeed

    @EC-RK-004 @P2
    Scenario: A service without scale to zero keeps a pod
      Given the manifest "vllm-runtime-baseline" has been applied
      And an inference service of my own is serving from "opt125m-scaled"
      When I change these settings of it:
        | setting          | value |
        | minimum replicas | 0     |
      # checks: EC-RK-004.2
      Then at least 1 of its workload pods stays ready for 5 minutes

    @EC-RK-004 @P2 @needs-serverless
    Scenario: A serverless service scales to zero
      Given the manifest "vllm-runtime-baseline" has been applied
      And an inference service of my own is serving from "opt125m-scaled" with these settings:
        | setting         | value   |
        | deployment mode | Knative |
      When I change these settings of it:
        | setting          | value |
        | minimum replicas | 0     |
      # checks: EC-RK-004.1
      Then none of its workload pods is left within 10 minutes
