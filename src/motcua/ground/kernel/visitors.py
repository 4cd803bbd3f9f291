"""Where an anonymous question comes from, as far as it may be told: an address, or the network of one household."""

import ipaddress

_IPV6_NETWORK = 64


def network(remote: str, forwarded: str, trusted_proxies: int) -> str:
    """Return the visitor's address behind the proxies we trust; of IPv6 the network of one household.

    forwarded   the X-Forwarded-For header; only as many of its last entries are believed as there are proxies of ours
    """
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    text = hops[-trusted_proxies] if trusted_proxies and len(hops) >= trusted_proxies else remote
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return text
    return str(ipaddress.ip_network((ip, _IPV6_NETWORK), strict=False)) if ip.version == 6 else str(ip)
