package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tlssniff/tlssniff/capture/live"
)

// interfaces counts what each interface gave and lost.
type interfaces func() []live.Stats

var (
	received = description("interface_packets_total", "Packets taken from the interface, after the filter.")
	dropped  = description("interface_dropped_total", "Packets lost because the buffer was full.")
	missed   = description("interface_missed_total", "Packets that the network card or the kernel lost before they came to the buffer.")
	up       = description("interface_up", "Whether the interface can give packets.")
)

func description(name, help string) *prometheus.Desc {
	return prometheus.NewDesc(namespace+"_"+name, help, []string{"interface"}, nil)
}

// Describe is a prometheus.Collector's.
func (interfaces) Describe(to chan<- *prometheus.Desc) {
	to <- received
	to <- dropped
	to <- missed
	to <- up
}

// Collect is a prometheus.Collector's.
func (i interfaces) Collect(to chan<- prometheus.Metric) {
	for _, s := range i() {
		to <- prometheus.MustNewConstMetric(received, prometheus.CounterValue, float64(s.Received), s.Interface)
		to <- prometheus.MustNewConstMetric(dropped, prometheus.CounterValue, float64(s.Dropped), s.Interface)
		to <- prometheus.MustNewConstMetric(missed, prometheus.CounterValue, float64(s.Missed), s.Interface)
		state := 0.0
		if s.Up {
			state = 1
		}
		to <- prometheus.MustNewConstMetric(up, prometheus.GaugeValue, state, s.Interface)
	}
}
