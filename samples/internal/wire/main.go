//go:build linux

// Command wire is the cable between the sample client and the sample server,
// with a mirror port in its middle.
//
// It makes three TAP interfaces in the network namespace it is started in:
// client0 and server0, between which it carries frames, and mirror0, where
// each TCP segment and UDP datagram that passes the middle can be captured.
// The first two are meant to be moved to namespaces of their own. A TAP has no
// offloads, so what mirror0 shows is what a real mirror port shows: segments
// of at most the MTU, with right checksums. It may stand between the ends of a
// tunnel, and then shows what the routers there make of them.
//
// What goes wrong on the way is asked for by flags and happens to the same
// segment on every run; see [fault].
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

func main() {
	delay := flag.Duration("delay", 4*time.Millisecond, "time that a frame takes from end to end")
	vlan := flag.Uint("vlan", 0, "tag the mirrored frames with this 802.1Q `VLAN`, as the mirror of a trunk does")
	var way way
	flag.Var(&way, "tunnel", "mirror between the `KIND` of tunnel's ends, as gre (may be repeated, from the outermost in)")
	faults := make(faults)
	flag.Var(faults, "fault", "`WHAT:SIDE:N` happens to the Nth segment with payload that SIDE sends (may be repeated)")
	flag.Parse()

	if err := run(*delay, uint16(*vlan), way, faults); err != nil {
		fmt.Fprintln(os.Stderr, "wire:", err)
		os.Exit(1)
	}
}

// run carries frames both ways until one of the interfaces fails. It prints
// "ready" when the interfaces are there to be moved.
func run(delay time.Duration, vlan uint16, way way, faults faults) error {
	taps := make(map[string]*os.File)
	for _, name := range []string{"client0", "server0", "mirror0"} {
		tap, err := openTAP(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		defer tap.Close()
		taps[name] = tap
	}
	fmt.Println("ready")

	mirror := mirror{port: taps["mirror0"], vlan: vlan, way: way}
	failed := make(chan error)
	forward := func(from, to string, side string) {
		d := direction{delay: delay, faults: faults[side], mirror: mirror, from: taps[from], to: taps[to]}
		failed <- d.run()
	}
	go forward("client0", "server0", "client")
	go forward("server0", "client0", "server")
	return <-failed
}

// openTAP makes a TAP interface; it lives as long as the file is open.
func openTAP(name string) (*os.File, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("/dev/net/tun: %w", err)
	}
	request, err := unix.NewIfreq(name)
	if err == nil {
		request.SetUint16(unix.IFF_TAP | unix.IFF_NO_PI)
		err = unix.IoctlIfreq(fd, unix.TUNSETIFF, request)
	}
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	return os.NewFile(uintptr(fd), name), nil
}
