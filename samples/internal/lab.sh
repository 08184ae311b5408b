# The lab: namespaces, the wire between them and the capture of one sample.
# Sourced by ../make.
# shellcheck shell=bash disable=SC2034,SC2154

client_ip=192.0.2.10 server_ip=192.0.2.20
client_ip6=2001:db8::10 server_ip6=2001:db8::20
client_mac=02:00:00:00:00:10 server_mac=02:00:00:00:00:20

# check_tools says what is missing, and where to get it.
check_tools() {
	local command package missing=()
	while read -r command package; do
		command -v "$command" >/dev/null || missing+=("$command (package $package)")
	done <<-END
		go golang
		ip iproute2
		ss iproute2
		unshare util-linux
		tcpdump tcpdump
		editcap wireshark-common
		openssl openssl
		gnutls-cli gnutls-bin
		gnutls-serv gnutls-bin
		nginx nginx
		curl curl
		java default-jdk-headless
		haproxy haproxy
		tinyproxy tinyproxy-bin
		danted dante-server
		vsftpd vsftpd
		tsql freetds-bin
	END
	if [[ $names == *dtls13* && ! -x ${WOLFSSL-}/examples/server/server ]]; then
		missing+=('a build of wolfSSL, in the folder that WOLFSSL names (README.md tells how)')
	fi
	[ "$(id -u)" = 0 ] || missing+=('the rights of root')
	[ -e /dev/net/tun ] || missing+=('/dev/net/tun (kernel module tun)')
	if [ ${#missing[@]} -gt 0 ]; then
		printf 'missing: %s\n' "${missing[@]}" >&2
		return 1
	fi
}

# enter_lab SCRIPT ARGUMENT...: start the script again in namespaces of its own.
# The helper programs are built before that, since Go may need the network.
enter_lab() {
	local lab
	lab=$(mktemp -d)
	# shellcheck disable=SC2064 # the folder of now is meant
	trap "rm -rf '$lab'" EXIT
	(cd "$folder" && CGO_ENABLED=0 go build -o "$lab/" ./internal/wire ./internal/pki ./stacks/golang)
	(cd "$folder/stacks/datagrams" && CGO_ENABLED=0 go build -o "$lab/" .)
	TLSSNIFF_LAB=$lab unshare --net --mount --pid --fork --mount-proc --kill-child -- "$@"
	exit
}

# furnish_lab makes what all samples share: names, keys, files to serve.
furnish_lab() {
	lab=$TLSSNIFF_LAB
	# As the first process of its namespace the script gets no signal that it does not trap.
	trap 'exit 1' INT TERM
	mount -t tmpfs tmpfs /run
	cat >"$lab/hosts" <<-END
		$server_ip server.example
		$server_ip6 server6.example
	END
	mount --bind "$lab/hosts" /etc/hosts
	"$lab/pki" "$lab"
	if [ -n "${ROOTS-}" ]; then
		cat "$lab/root.pem" >>"$ROOTS"
	fi
	mkdir -p "$lab/www"
	printf 'hello\n' >"$lab/www/hello.txt"
}

# in_client and in_server COMMAND...: run it on that side of the wire.
in_client() { ip netns exec client "$@"; }
in_server() { ip netns exec server "$@"; }

# lay_wire FLAG...: two new namespaces with a new wire between them.
lay_wire() {
	mkfifo "$lab/ready"
	"$lab/wire" "$@" >"$lab/ready" &
	wire=$!
	read -r _ <"$lab/ready"
	rm "$lab/ready"
	ip netns add client
	ip netns add server
	ip link set mirror0 up
	plug client "$client_mac" "$client_ip" "$client_ip6" "$server_ip" "$server_ip6" "$server_mac"
	plug server "$server_mac" "$server_ip" "$server_ip6" "$client_ip" "$client_ip6" "$client_mac"
}

# plug SIDE MAC IP IP6 PEER-IP PEER-IP6 PEER-MAC: give a side its end of the wire.
# The peer is known beforehand, so that nothing has to be asked for on the wire.
plug() {
	local end=${1}0
	ip link set "$end" address "$2"
	ip link set "$end" netns "$1"
	ip -n "$1" link set lo up
	ip -n "$1" link set "$end" up
	ip -n "$1" address add "$3/24" dev "$end"
	ip -n "$1" address add "$4/64" dev "$end" nodad
	ip -n "$1" neigh replace "$5" lladdr "$7" dev "$end"
	ip -n "$1" neigh replace "$6" lladdr "$7" dev "$end"
}

take_up_wire() {
	kill "$wire"
	wait "$wire" 2>/dev/null || true
	ip netns delete client
	ip netns delete server
}

# serve PORT COMMAND...: start a server; returns when it listens. serve_udp: one over
# UDP. serve_beside_client: one on the client's side of the wire.
serve() { serve_in server -t "$@"; }
serve_udp() { serve_in server -u "$@"; }
serve_beside_client() { serve_in client -t "$@"; }

# serve_in SIDE -t|-u PORT COMMAND...
serve_in() {
	local side=$1 transport=$2 port=$3
	shift 3
	(cd "$lab/www" && exec ip netns exec "$side" "$@") </dev/null >>"$lab/log" 2>&1 &
	servers+=($!)
	until ip netns exec "$side" ss -Hln "$transport" "sport = :$port" | grep -q .; do
		if ! kill -0 $! 2>/dev/null; then
			printf 'server ended: %s\n' "$*" >&2
			tail -n 5 "$lab/log" >&2
			return 1
		fi
		sleep 0.05
	done
}

# ask COMMAND...: run a client. It may fail: many samples are of that.
ask() {
	(cd "$lab/www" && exec timeout 20 ip netns exec client "$@") </dev/null >>"$lab/log" 2>&1 || true
}

# open_connections prints what either side has not closed yet.
open_connections() {
	{ in_client ss -Htan && in_server ss -Htan; } | grep -vE '^(LISTEN|TIME-WAIT)' || true
}

# settle waits until every connection is closed, and its last packet captured.
settle() {
	local tries=0
	while [ -n "$(open_connections)" ] && [ $((tries++)) -lt 50 ]; do
		sleep 0.1
	done
	sleep 0.2
}

# make_sample NAME: capture what the function of that name does.
make_sample() {
	local name=$1 raw=$lab/raw.pcap server
	servers=()
	: >"$lab/log"
	: >"$lab/tcpdump"
	# shellcheck disable=SC2086 # a list of flags
	lay_wire ${wire_flags[$name]-}
	# shellcheck disable=SC2086
	tcpdump -i mirror0 -Q in -w "$raw" -U --immediate-mode -Z root ${capture_flags[$name]-} 2>"$lab/tcpdump" &
	local tcpdump=$!
	until grep -q 'listening on' "$lab/tcpdump"; do
		kill -0 "$tcpdump" 2>/dev/null || {
			cat "$lab/tcpdump" >&2
			return 1
		}
		sleep 0.05
	done

	"sample_${name//-/_}"
	settle
	if [ -n "$(open_connections)" ]; then
		printf '%s: a connection stayed open:\n%s\n' "$name" "$(open_connections)" >&2
	fi

	kill -INT "$tcpdump"
	wait "$tcpdump" || true
	for server in "${servers[@]}"; do
		kill "$server" 2>/dev/null || true
		wait "$server" 2>/dev/null || true
	done
	take_up_wire
	if [ -n "${begin[$name]-}" ]; then
		mv "$raw" "$lab/whole.pcap"
		editcap -F pcap -r "$lab/whole.pcap" "$raw" "${begin[$name]}-99999"
	fi
	keep "$raw" "$name"
}

# keep RAW NAME: put a capture where it belongs, in its format.
keep() {
	local kept
	kept=$(capture_of "$2")
	case $kept in
	*.gz) gzip -9 -n <"$1" >"$kept" ;;
	*.pcapng) editcap -F pcapng --inject-secrets "tls,$lab/keys" "$1" "$kept" ;;
	*) cp "$1" "$kept" ;;
	esac
	printf '%s: %d packets, %d bytes\n' "$(basename "$kept")" \
		"$(tcpdump --count -r "$1" 2>/dev/null | cut -d' ' -f1)" "$(stat -c %s "$kept")"
	if [ -n "${VERBOSE-}" ]; then
		cat "$lab/log"
	fi
}
