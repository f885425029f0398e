@kserve @networking
Feature: A pool that does not work is reported where the user looks
  # decided in several places: ISSUE-003.4, ISSUE-003.5, ISSUE-003.6, ISSUE-006.4

  A service whose pool is empty, or whose pool nobody can be asked about, answers nobody. Its status must not say that it is ready.

  @EC-NET-102 @ISSUE-003 @P1
  Scenario: A pool without endpoints keeps the service from being ready
    When I create an LLM service of my own from "llm-with-scheduler" with these settings:
      | setting              | value       |
      | replicas             | 1           |
      | selector of the pool | app=nothing |
    Then exactly 1 of its workload pods is ready within 10 minutes
    # checks: ISSUE-003.4
    And it reports "InferencePoolReady" as false within 1 minute because "the empty pool in the status"
    # checks: ISSUE-003.5
    And it reports "RouterReady" as false within 10 seconds
    # checks: EC-NET-102.4, ISSUE-003.1
    And it does not become ready for 2 minutes

  @ISSUE-003 @P1
  Scenario: A service whose pool loses its endpoints is not ready any more
    Given an LLM service of my own is serving from "llm-with-scheduler" with these settings:
      | setting  | value |
      | replicas | 1     |
    When I change these settings of it:
      | setting              | value       |
      | selector of the pool | app=nothing |
    # checks: ISSUE-003.6
    Then it reports "Ready" as false within 2 minutes
    # checks: ISSUE-003.4
    And it reports "InferencePoolReady" as false within 1 minute because "the empty pool in the status"
    # checks: ISSUE-003.6
    And it does not become ready for 2 minutes

  @ISSUE-006 @P3
  Scenario: A pool that names another port than its scheduler's is reported, and the scheduler runs on without a restart
    When I create an LLM service of my own from "llm-with-scheduler" with these settings:
      | setting        | value |
      | replicas       | 1     |
      | scheduler port | 9999  |
    # checks: ISSUE-006.4
    Then it reports "InferencePoolReady" as false within 5 minutes because "9999"
    And it reports "Ready" as false within 5 minutes
    # checks: ISSUE-006.4
    And it does not become ready for 2 minutes
    # checks: ISSUE-006.5
    And exactly 1 of its scheduler pods is ready within 5 minutes
    And its scheduler pods have run for 30 seconds without a restart
