package monitor

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Listen opens the address that metrics are served on. A port alone, with or without a
// colon, is one of this machine's own: who wants others to reach it names an address.
func Listen(address string) (net.Listener, error) {
	if _, err := strconv.ParseUint(address, 10, 16); err == nil {
		address = ":" + address
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%s is neither a port nor ADDRESS:PORT", address)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.Listen("tcp", net.JoinHostPort(host, port))
}

// Serve answers for /metrics and /healthz until ctx is done.
func (m *Monitor) Serve(ctx context.Context, l net.Listener) error {
	registry := prometheus.NewRegistry()
	if err := registry.Register(collector{m}); err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4}))
	mux.HandleFunc("GET /healthz", m.health)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second, MaxHeaderBytes: 16 << 10}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.Serve(l); ctx.Err() == nil {
		return err
	}
	return nil
}

func (m *Monitor) health(w http.ResponseWriter, _ *http.Request) {
	if !m.Healthy() {
		http.Error(w, "no packets are taken: the output may be blocked", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}
