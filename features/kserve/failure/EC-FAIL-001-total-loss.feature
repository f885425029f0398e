@kserve @failure
Feature: An LLM service comes back from the loss of all its pods by itself
  # decided in several places: RH-METRIC-07.1, RH-METRIC-08.1

  Not even the loss of everything needs anybody who gets up at night.

  @EC-FAIL-001 @RH-METRIC-07 @RH-METRIC-08 @P1
  Scenario: All pods are killed at once, the scheduler too
    A service that asks no scheduler when there is none would answer without the one that has to come back.

    Given an LLM service of my own is serving from "llm-resilient" with these settings:
      | setting      | value     |
      | failure mode | FailClose |
    And requests have been flowing at 10 a second
    When all of its pods are killed, its scheduler too
    # checks: EC-FAIL-001.1
    Then requests succeed again within 3 minutes
    # checks: EC-FAIL-001.2
    And exactly 3 of its workload pods are ready within 5 minutes
    And it has reported these conditions in this order since the change, within 5 minutes:
      | check         | condition         | status |
      | EC-FAIL-001.4 | MainWorkloadReady | false  |
      | EC-FAIL-001.4 | MainWorkloadReady | true   |
      | EC-FAIL-001.4 | Ready             | true   |
    # checks: EC-FAIL-001.3
    And its workload pods serve all of 60 more requests
    And these figures were measured on its workload pods and recorded:
      | check          | figure                   | limit      |
      |                | fewest requests of a pod | at least 1 |
      | RH-METRIC-07.1 | pod restarts             | exactly 0  |
      | RH-METRIC-08.1 | failures of pods         | exactly 3  |
