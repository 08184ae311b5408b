package monitor

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tlssniff/tlssniff/capture/live"
)

// The metrics, as Prometheus names them.
var (
	packetsDesc    = describe("packets_total", "Packets that were read.")
	bytesDesc      = describe("bytes_total", "Bytes captured of the packets that were read.")
	receivedDesc   = describe("interface_received_packets_total", "Packets that an interface gave, after the filter.", "interface")
	droppedDesc    = describe("interface_dropped_packets_total", "Packets lost because the kernel's buffer was full.", "interface")
	missedDesc     = describe("interface_missed_packets_total", "Packets that the network card or the kernel lost before the buffer.", "interface")
	upDesc         = describe("interface_up", "Whether an interface can give packets.", "interface")
	flowsDesc      = describe("flows_open", "Flows that are followed.")
	evictedDesc    = describe("flows_evicted_total", "Flows that were given up because there were too many.")
	memoryDesc     = describe("memory_bytes", "Memory that the process has in use.")
	connectionDesc = describe("connections_total", "TLS connections that ended, by outcome.", "outcome")
	versionDesc    = describe("versions_total", "Connections by negotiated version.", "version")
	suiteDesc      = describe("cipher_suites_total", "Connections by negotiated cipher suite.", "cipher_suite")
	causeDesc      = describe("causes_total", "Connections that were not established, by cause.", "cause")
	findingDesc    = describe("findings_total", "Connections by what was found in them.", "finding")
)

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("tlssniff_"+name, help, labels, nil)
}

// collector makes metrics of a run's State when they are asked for.
type collector struct{ m *Monitor }

// Describe names the metrics. It is a prometheus.Collector's, as Collect is.
func (c collector) Describe(to chan<- *prometheus.Desc) { prometheus.DescribeByCollect(c, to) }

func (c collector) Collect(to chan<- prometheus.Metric) {
	s := c.m.State()
	counter := func(d *prometheus.Desc, n int64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(n), labels...)
	}
	gauge := func(d *prometheus.Desc, n int64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(n), labels...)
	}
	counter(packetsDesc, s.Packets)
	counter(bytesDesc, s.Bytes)
	counter(evictedDesc, s.Evicted)
	gauge(flowsDesc, s.Open)
	gauge(memoryDesc, s.Memory)
	for _, i := range s.Interfaces {
		counter(receivedDesc, i.Received, i.Interface)
		counter(droppedDesc, i.Dropped, i.Interface)
		counter(missedDesc, i.Missed, i.Interface)
		gauge(upDesc, up(i), i.Interface)
	}
	for _, by := range []struct {
		desc   *prometheus.Desc
		counts map[string]int64
	}{
		{connectionDesc, s.Outcomes}, {versionDesc, s.Versions}, {suiteDesc, s.Suites}, {causeDesc, s.Causes}, {findingDesc, s.Findings},
	} {
		for value, n := range by.counts {
			counter(by.desc, n, value)
		}
	}
}

func up(i live.Stats) int64 {
	if i.Up {
		return 1
	}
	return 0
}
