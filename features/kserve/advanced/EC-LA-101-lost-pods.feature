@kserve @advanced
Feature: Lost prefill pods and lost decode pods cost time, not the service
  # decided in several places: EC-LA-101.6, EC-LA-103.2

  Whoever asks in the seconds after a loss is told that nobody answers. When the pods are back, so is the service, and
  nobody has to do anything for it.

  @EC-LA-101 @P1
  Scenario: Without prefill pods new sessions fail and say why, and the service recovers by itself
    Given an LLM service of my own is serving from "llm-disagg"
    When all of its prefill pods are lost and I ask it "Test" in a new session
    # checks: EC-LA-101.1
    Then the question fails for want of a server within 30 seconds
    And the log of its routing sidecar mentions, for the session:
      | check       | text                     |
      | EC-LA-101.2 | the unreachable prefill  |
      | EC-LA-101.3 | the cause of the failure |
    # checks: EC-LA-101.4
    And exactly 2 of its prefill pods are ready within 5 minutes
    # checks: EC-LA-101.5, EC-LA-101.6
    And "Test" in the same session is answered within 10 seconds, then all of 40 more requests
    # checks: EC-LA-101.6
    And at least 40 requests were worked on by its prefill pods
    # checks: EC-LA-101.6
    And each of its prefill pods worked on at least 8 of the requests

  @EC-LA-103 @P1
  Scenario: When the pod of a session is lost, every other request is answered as before
    Given an LLM service of my own is serving from "llm-disagg"
    And a session in which "Remember: XYZ123" was answered
    When the pod of the session is lost
    Then exactly 4 of its decode pods are ready within 5 minutes
    # checks: EC-LA-103.2
    And "What did I ask you to remember?" in the same session is answered within 10 seconds, then all of 40 more requests

  @EC-LA-103 @P1
  Scenario: A session whose decode pod is lost begins anew on another
    Work on a text of 1,800 words and its transfer are what the cache saved. The servers time both themselves, so that a
    slow way to them adds nothing.

    Given an LLM service of my own is serving from "llm-disagg"
    And a session about a text of 1800 words in which "Remember: XYZ123" and 5 follow-ups were answered
    When the pod of the session is lost
    # checks: EC-LA-103.1
    Then exactly 4 of its decode pods are ready within 5 minutes
    # checks: EC-LA-103.2
    And "What did I ask you to remember?" in the same session is answered within 10 seconds
    # checks: EC-LA-103.3
    And the answer does not mention "XYZ123"
    # checks: EC-LA-103.4
    And exactly 1 request was worked on by its prefill pods
    # checks: EC-LA-103.5
    And its text took the servers at least 2 times as long as with the cache
