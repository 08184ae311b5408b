# TLS in tunnels. The VXLAN is the kernel's own; what the routers of the others
# would do is done by the wire, around packets of real endpoints. Sourced by ../make.
# shellcheck shell=bash disable=SC2034,SC2154

samples+=(tunnel-vxlan tunnel-gre tunnel-erspan tunnel-geneve tunnel-mpls tunnel-ipip tunnel-6in4
	tunnel-gtp tunnel-pppoe tunnel-l2tp tunnel-nested)

# overlay SIDE PEER-IP ADDRESS: that side's end of a VXLAN.
overlay() {
	ip -n "$1" link add vxlan42 type vxlan id 42 dstport 4789 remote "$2" dev "${1}0"
	ip -n "$1" address add "$3/24" dev vxlan42
	ip -n "$1" link set vxlan42 up
}

sample_tunnel_vxlan() {
	overlay client "$server_ip" 198.51.100.10
	overlay server "$client_ip" 198.51.100.20
	nginx_server 'ssl_protocols TLSv1.2;'
	curl_client --resolve server.example:443:198.51.100.20
}

# handshake: the same in every tunnel.
handshake() {
	nginx_server 'ssl_protocols TLSv1.2;'
	curl_client "$@"
}

wire_flags[tunnel-gre]='-tunnel gre'
sample_tunnel_gre() { handshake; }
wire_flags[tunnel-erspan]='-tunnel erspan'
sample_tunnel_erspan() { handshake; }
wire_flags[tunnel-geneve]='-tunnel geneve'
sample_tunnel_geneve() { handshake; }
wire_flags[tunnel-mpls]='-tunnel mpls'
sample_tunnel_mpls() { handshake; }
wire_flags[tunnel-ipip]='-tunnel ipip'
sample_tunnel_ipip() { handshake; }
wire_flags[tunnel-6in4]='-tunnel ipip'
sample_tunnel_6in4() { handshake --resolve "server.example:443:$server_ip6"; }
wire_flags[tunnel-gtp]='-tunnel gtp'
sample_tunnel_gtp() { handshake; }
wire_flags[tunnel-pppoe]='-tunnel pppoe'
sample_tunnel_pppoe() { handshake; }
wire_flags[tunnel-l2tp]='-tunnel l2tp'
sample_tunnel_l2tp() { handshake; }

# A mirror session of a link on which MPLS carries GTP, in a VLAN.
wire_flags[tunnel-nested]='-vlan 42 -tunnel erspan -tunnel mpls -tunnel gtp'
sample_tunnel_nested() { handshake; }
