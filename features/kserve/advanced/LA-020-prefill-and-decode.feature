@kserve @advanced
Feature: A prompt is worked on in a prefill pod, and a session goes on where its cache is
  # decided in several places: LA-020.58, LA-020.60, LA-020.68

  A new prompt costs much, the next sentence of a conversation little, if it comes to the pod that still holds the
  conversation. This is what prefill and decode pods are separated for. Where the counters of the pods decide who did
  the work, the service is the scenario's own.

  @LA-020 @P0
  Scenario: A new session is answered after one prefill pod has worked on it
    Given an LLM service of my own is serving from "llm-disagg"
    When I ask it "Explain quantum computing in simple terms" in a new session for an answer of 100 tokens
    # checks: LA-020.48, LA-020.49
    Then the answer is a complete chat completion
    # checks: LA-020.50
    And the answer arrived within 5 seconds
    # checks: LA-020.58
    And exactly 1 request was worked on by its prefill pods
    # checks: LA-020.60
    And exactly 1 request was worked on by its decode pods
    # checks: LA-020.61
    And one of its decode pods wrote all tokens of the answer
    And the log of its prefill server mentions:
      | check     | text                                       |
      | LA-020.57 | a request in the log                       |
      | LA-020.59 | POST /v1/chat/completions HTTP/1.1" 200 OK |

  @LA-020 @P0
  Scenario: Questions without a session are worked on in prefill pods as well, and each of them has its share
    Of 41 prompts each of the two prefill pods gets 20 on average; even chance alone leaves 10 to 31 once in 2,300
    runs.

    Given an LLM service of my own is serving from "llm-disagg"
    When I ask it "Explain quantum computing in simple terms"
    And I send it 40 requests 10 at a time
    Then the answer is a complete chat completion
    # checks: LA-020.58
    And exactly 41 requests were worked on by its prefill pods
    # checks: LA-020.60
    And exactly 41 requests were worked on by its decode pods
    # checks: LA-020.58
    And each of its prefill pods worked on between 10 and 31 of the requests

  @LA-020 @P0
  Scenario: A follow-up is answered without a prefill pod
    Given an LLM service of my own is serving from "llm-disagg"
    And a session in which "Explain quantum computing in simple terms" was answered
    When I go on with "Can you give me an example?" in the same session
    # checks: LA-020.62
    Then the answer is a complete chat completion
    # checks: LA-020.64
    And the answer takes in the whole conversation
    # checks: LA-020.68
    And no request was worked on by its prefill pods
    # checks: LA-020.65
    And exactly one routing sidecar has logged the session, with 2 requests
    And the log of its routing sidecar mentions, for the session:
      | check     | text                      |
      | LA-020.66 | the reuse of the cache    |
      | LA-020.67 | the way to the own server |

  @LA-020 @P0
  Scenario: Five more requests of a session stay on its pod
    Among four decode pods chance alone keeps five requests on the pod of the first once in 1,000 runs. The one request
    that prefill pods worked on is the first.

    Given an LLM service of my own is serving from "llm-disagg"
    And a session in which "Explain quantum computing in simple terms" was answered
    When I send it 5 requests one after another in the same session
    # checks: LA-020.69
    Then exactly 5 of the requests were served by the pod of the session
    # checks: LA-020.68
    And exactly 1 request was worked on by its prefill pods
    # checks: LA-020.71
    And exactly one routing sidecar has logged the session, with 6 requests
    # checks: LA-020.70
    And the log of its scheduler names one pod for exactly 6 of the requests of the session

  Rule: Who looks can see the way of a session and what it costs

    Background:
      Given the LLM service "llm-disagg" is serving from "llm-disagg"

    @LA-020 @P0
    Scenario: Scheduler and sidecar tell of a new session
      When I ask it "Explain quantum computing in simple terms" in a new session
      Then the log of its scheduler mentions, for the session:
        | check     | text                               |
        | LA-020.51 | the request in the scheduler's log |
        | LA-020.52 | the filter of the scheduler        |
        | LA-020.53 | the chosen pod in the log          |
      And the log of its routing sidecar mentions, for the session:
        | check                | text                                |
        | LA-020.54, LA-020.56 | a request in the log of the sidecar |
        | LA-020.55            | the way to prefill                  |

    @LA-020 @RH-METRIC-04 @RH-METRIC-12 @P0
    Scenario: A follow-up is answered sooner than the question before it
      What differs is the work on a text of 1,800 words: some 300 ms of computing and transfer. What a busy machine
      adds cancels out only if it leaves one of six answers alone; it may add 400 ms even to that. Each of the six texts
      is handed over, in one transfer or in several: a prompt whose transfer failed is worked on twice.
      Beside the six, prefill pods see the question of the scenario before at most; twelve would be the follow-ups as well.

      When I ask it 6 questions about a text of 1800 words, each in a session of its own and with a follow-up
      Then these figures were measured on its workload pods and recorded:
        | check          | figure                                            | limit             |
        |                | shortest latency of first answers                 | at most 5 seconds |
        | LA-020.63      | shortest latency of follow-ups                    | at most 2 seconds |
        | LA-020.63      | latency of follow-ups in percent of first answers | at most 60        |
        | RH-METRIC-04.1 | average prefill time                              | more than 0       |
        | RH-METRIC-04.1 | average decode time                               | more than 0       |
        | RH-METRIC-04.1 | prefill time in percent of decode time            | more than 0       |
        | RH-METRIC-12.1 | bytes from prefill to decode                      | more than 0       |
        | RH-METRIC-12.1 | transfers from prefill to decode                  | at least 6        |
      # checks: LA-020.68
      And at most 8 requests were worked on by its prefill pods
