@kserve @failure
Feature: An LLM service comes back from the loss of all its pods by itself

  Not even the loss of everything needs anybody who gets up at night.

  @EC-FAIL-001 @P1
  Scenario: All pods are killed at once, the scheduler too
    Given an LLM service of my own is serving from "llm-resilient"
    And requests have been flowing at 10 a second
    When all of its pods are killed, its scheduler too
    # checks: EC-FAIL-001.1
    Then requests succeed again within 3 minutes
    # checks: EC-FAIL-001.2
    And exactly 3 of its workload pods are ready within 5 minutes
    # checks: EC-FAIL-001.4
    And it becomes ready within 5 minutes
    # checks: EC-FAIL-001.3
    And its workload pods serve all of 60 more requests
    And each of its workload pods served at least 1 of these requests
