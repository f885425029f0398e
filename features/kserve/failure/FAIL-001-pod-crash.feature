@kserve @failure
Feature: The loss of one of three pods costs users of an LLM service fewer than one request in ten
  # decided in several places: RH-METRIC-07.1, RH-METRIC-08.1

  Pods die. The others carry on, the scheduler leaves the dead one out, and soon there are as many as before,
  without anybody doing anything. Of the requests meanwhile more than 90 % are answered.

  @FAIL-001 @P0
  Scenario: A service with three replicas becomes ready
    When I create an LLM service of my own from "llm-resilient"
    # checks: FAIL-001.1
    Then it becomes ready within 10 minutes
    And exactly 3 of its workload pods are ready within 10 minutes

  @FAIL-001 @RH-METRIC-05 @RH-METRIC-06 @RH-METRIC-07 @RH-METRIC-08 @P0
  Scenario: One of three pods is killed while requests flow
    Given an LLM service of my own is serving from "llm-resilient"
    And 300 requests have begun to flow, one every 1 second
    When 1 of its workload pods is killed
    # checks: FAIL-001.3, FAIL-001.4
    Then exactly 1 of its earlier workload pods is gone within 30 seconds
    # checks: FAIL-001.5, FAIL-001.7
    And exactly 3 of its workload pods are ready within 5 minutes
    And these figures were measured on its workload pods and recorded:
      | check                           | figure                                      | limit             |
      | FAIL-001.6                      | recovery time                               | at most 2 minutes |
      |                                 | requests sent                               | exactly 300       |
      | FAIL-001.2, FAIL-001.9          | failed requests                             | at most 30        |
      | FAIL-001.10, RH-METRIC-05.1     | success rate in percent                     | more than 90      |
      | RH-METRIC-07.1                  | pod restarts                                | exactly 0         |
      | RH-METRIC-08.1                  | failures of pods                            | exactly 1         |
      | RH-METRIC-06.1                  | error rate of HTTP 5xx in percent           | at most 10        |
      | RH-METRIC-06.1                  | error rate of time-outs in percent          | at most 10        |
      | RH-METRIC-06.1                  | error rate of broken connections in percent | at most 10        |
    And its workload pods serve all of 60 more requests
    # checks: FAIL-001.11
    And each of its workload pods served at least 1 of these requests
