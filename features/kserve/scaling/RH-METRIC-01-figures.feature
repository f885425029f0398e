@kserve @scaling
Feature: A run says how fast, how reliable and how greedy an LLM service is
  # decided in several places: RH-METRIC-07.1

  Figures are kept with each run and compared with those of earlier runs on the same target. Their limits here only
  say that they were measured and make sense; what is good enough depends on the hardware.

  Rule: They are taken from a service that serves

    Background:
      Given the LLM service "llm-basic-oci" is serving from "llm-basic-oci"

    @RH-METRIC-01 @RH-METRIC-02 @P1 @slow
    Scenario: Latency and throughput of a thousand requests
      When I send it 1000 requests 10 at a time
      Then these figures were measured on its workload pods and recorded:
        | check          | figure              | limit              |
        | RH-METRIC-01.1 | requests served     | at least 1000      |
        | RH-METRIC-01.1 | median latency      | at most 5 seconds  |
        | RH-METRIC-01.1 | p95 latency         | at most 10 seconds |
        | RH-METRIC-01.1 | p99 latency         | at most 15 seconds |
        | RH-METRIC-01.1 | p99.9 latency       | at most 20 seconds |
        | RH-METRIC-02.1 | requests per second | more than 1         |
        | RH-METRIC-02.1 | tokens per second   | more than 5         |

    @RH-METRIC-03 @RH-METRIC-07 @P2
    Scenario: Start-up and restarts
      Then these figures were measured on its workload pods and recorded:
        | check          | figure                           | limit               |
        | RH-METRIC-03.1 | model download time              | more than 0 seconds |
        | RH-METRIC-03.1 | time to ready after the download | more than 0 seconds |
        | RH-METRIC-03.1 | start-up time                    | at most 10 minutes  |
        | RH-METRIC-07.1 | pod restarts                     | exactly 0           |
        |                | observed pod time                | more than 0 seconds |

    @RH-METRIC-09 @RH-METRIC-10 @P2 @needs-metrics-server
    Scenario: CPU and memory at work against what was asked for
      A server at rest takes 1 or 2 percent of its CPU, one that loads its model a half: neither is at work.

      When its CPU and memory are measured while it answers 10 requests at a time
      Then these figures were measured on its workload pods and recorded:
        | check           | figure                               | limit               |
        | RH-METRIC-09.1  | CPU use in percent of the request    | more than 20        |
        | RH-METRIC-09.1  | CPU use in percent of the request    | at most 1000        |
        | RH-METRIC-10.1  | memory use in percent of the request | between 1 and 200   |
