// Package metrics counts what a running capture sees, for Prometheus.
package metrics

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/tlssniff/tlssniff/capture/live"
	"github.com/tlssniff/tlssniff/engine"
	"github.com/tlssniff/tlssniff/record"
)

// Metrics are those of one capture. Their labels have few values, whatever the
// network brings: versions, outcomes, causes, codes of findings.
type Metrics struct {
	registry    *prometheus.Registry
	connections *prometheus.CounterVec
	versions    *prometheus.CounterVec
	causes      *prometheus.CounterVec
	findings    *prometheus.CounterVec
}

// New makes the metrics of a capture: meter counts its packets, stats those of each interface.
func New(meter *engine.Meter, stats func() []live.Stats) *Metrics {
	m := &Metrics{
		registry:    prometheus.NewRegistry(),
		connections: counter("connections_total", "TLS connections that ended, by outcome.", "outcome"),
		versions:    counter("versions_total", "TLS connections that ended, by the version that both sides agreed on.", "version"),
		causes:      counter("failures_total", "TLS connections that failed, by cause.", "cause"),
		findings:    counter("findings_total", "Findings, by code and severity.", "code", "severity"),
	}
	m.registry.MustRegister(
		m.connections, m.versions, m.causes, m.findings,
		prometheus.NewCounterFunc(prometheus.CounterOpts{Namespace: namespace, Name: "packets_total", Help: "Packets read."},
			func() float64 { return float64(meter.Packets.Load()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Namespace: namespace, Name: "bytes_total", Help: "Bytes captured of the packets read."},
			func() float64 { return float64(meter.Bytes.Load()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: namespace, Name: "open_flows", Help: "Connections that are followed now."},
			func() float64 { return float64(meter.Open.Load()) }),
		interfaces(stats),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

const namespace = "tlssniff"

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
}

// Observe counts a connection that ended. It may be called from several goroutines.
func (m *Metrics) Observe(c *record.Connection) {
	m.connections.WithLabelValues(c.Outcome).Inc()
	if c.Version != "" {
		m.versions.WithLabelValues(known(c.Version)).Inc()
	}
	if c.Diagnosis != nil {
		m.causes.WithLabelValues(c.Diagnosis.Cause).Inc()
	}
	for i := range c.Findings {
		m.findings.WithLabelValues(c.Findings[i].Code, c.Findings[i].Severity).Inc()
	}
}

// known returns a version, or "other" for one that has no name: they are what an attacker likes.
func known(version string) string {
	if strings.HasPrefix(version, "0x") {
		return "other"
	}
	return version
}

// shutdownTime is how long a request that is being answered may take when the server is to end.
const shutdownTime = time.Second

// Serve answers on a listener until ctx is done: /metrics, and /healthz while the capture goes on.
func (m *Metrics) Serve(ctx context.Context, listener net.Listener) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok\n")) })
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	stop := context.AfterFunc(ctx, func() {
		ending, cancel := context.WithTimeout(context.Background(), shutdownTime)
		defer cancel()
		server.Shutdown(ending)
	})
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Listen opens the address that metrics are served at. A port alone stands for this machine only.
func Listen(address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		host, port = "", address
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.Listen("tcp", net.JoinHostPort(host, port))
}
