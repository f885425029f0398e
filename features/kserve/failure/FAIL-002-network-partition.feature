@kserve @failure
Feature: Decode pods that are cut off from prefill pods say so, and go on when they are not
  # decided in several places: FAIL-002.8

  A rule of the network between two groups of pods is quickly written and hard to find. New sessions must fail with a
  cause in the log, not hang, and nobody should have to restart anything.

  @FAIL-002 @P1
  Scenario: A service with three decode and two prefill pods becomes ready
    When I create an LLM service of my own from "llm-netpartition"
    # checks: FAIL-002.1
    Then it becomes ready within 15 minutes

  @FAIL-002 @P1 @needs-network-policy
  Scenario: New sessions fail while decode pods cannot reach prefill pods
    Given an LLM service of my own is serving from "llm-netpartition"
    When I apply these manifests:
      | manifest      |
      | block-prefill |
    And I ask it "New request" in a new session
    Then the namespace holds these objects:
      | check      | object                       | with     |
      | FAIL-002.2 | network policy block-prefill | its name |
    # checks: FAIL-002.3
    And the question fails for want of a server within 30 seconds
    And the log of its routing sidecar mentions, for the session:
      | check      | text                     |
      | FAIL-002.4 | the unreachable prefill  |
      | FAIL-002.5 | the cause of the failure |

  @FAIL-002 @P1 @needs-network-policy
  Scenario: New sessions are answered as soon as the way is free again
    Given an LLM service of my own is serving from "llm-netpartition"
    And the manifest "block-prefill" has been applied
    And a question in a new session has failed
    When I delete the network policy "block-prefill"
    # checks: FAIL-002.6
    Then nothing of it is left within 1 minute
    # checks: FAIL-002.7, FAIL-002.8
    And "Recovery test" in a new session is answered within 10 seconds, then all of 40 more requests
    # checks: FAIL-002.9
    And none of its pods is new, and none has restarted

  @FAIL-002 @P1 @needs-network-policy
  Scenario: Each prefill pod has its share of the prompts again
    Of 41 prompts each of the two gets 20 on average; even chance alone leaves one of them less than 8 once in 39,000
    runs.

    Given an LLM service of my own is serving from "llm-netpartition"
    And the manifest "block-prefill" has been applied
    And a question in a new session has failed
    When I delete the network policy "block-prefill"
    # checks: FAIL-002.8
    Then "Recovery test" in a new session is answered within 10 seconds, then all of 40 more requests
    # checks: FAIL-002.8
    And at least 40 requests were worked on by its prefill pods
    # checks: FAIL-002.8
    And each of its prefill pods worked on at least 8 of the requests
