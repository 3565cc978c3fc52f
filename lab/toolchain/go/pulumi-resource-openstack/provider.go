package main

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/terraform-provider-openstack/terraform-provider-openstack/openstack"

	"dsaas/lab/toolchain/bridge"
)

const (
	pluginName = "openstack"
	// pluginVersion is the version of the official plugin, and of its npm package, whose names and types this one speaks.
	pluginVersion = "3.15.2"
	// terraformVersion is the Terraform provider that the official plugin of that version is made of.
	terraformVersion = "1.54.1"
)

func resource(module, name string) *tfbridge.ResourceInfo {
	return &tfbridge.ResourceInfo{Tok: tfbridge.MakeResource(pluginName, module, name)}
}

func function(module, name string) *tfbridge.DataSourceInfo {
	return &tfbridge.DataSourceInfo{Tok: tfbridge.MakeDataSource(pluginName, module, name)}
}

// serverGroup keeps `policies` a list: upstream allowed several when the package was made.
func serverGroup() *tfbridge.ResourceInfo {
	info := resource("compute", "ServerGroup")
	info.Fields = map[string]*tfbridge.SchemaInfo{
		"policies": {MaxItemsOne: tfbridge.False()},
	}
	return info
}

// subnet keeps apart the two properties whose plural would be the same; the package gives it to the newer one.
func subnet() *tfbridge.ResourceInfo {
	info := resource("networking", "Subnet")
	info.Fields = map[string]*tfbridge.SchemaInfo{
		"allocation_pool":  {Name: "allocationPools"},
		"allocation_pools": {Name: "allocationPoolsCollection"},
	}
	return info
}

func providerInfo() tfbridge.ProviderInfo {
	secret := &tfbridge.SchemaInfo{Secret: tfbridge.True()}
	info := tfbridge.ProviderInfo{
		P:                 shimv2.NewProvider(openstack.Provider()),
		Name:              pluginName,
		DisplayName:       "OpenStack",
		Version:           pluginVersion,
		GitHubOrg:         "terraform-provider-openstack",
		TFProviderVersion: terraformVersion,
		// Whatever lets somebody in, whether or not the program has marked it.
		Config: map[string]*tfbridge.SchemaInfo{
			"application_credential_secret": secret,
			"key":                           secret,
			"password":                      secret,
			"token":                         secret,
		},
		Resources: map[string]*tfbridge.ResourceInfo{
			"openstack_blockstorage_volume_v3":             resource("blockstorage", "Volume"),
			"openstack_compute_instance_v2":                resource("compute", "Instance"),
			"openstack_compute_interface_attach_v2":        resource("compute", "InterfaceAttach"),
			"openstack_compute_keypair_v2":                 resource("compute", "Keypair"),
			"openstack_compute_servergroup_v2":             serverGroup(),
			"openstack_compute_volume_attach_v2":           resource("compute", "VolumeAttach"),
			"openstack_images_image_v2":                    resource("images", "Image"),
			"openstack_lb_listener_v2":                     resource("loadbalancer", "Listener"),
			"openstack_lb_loadbalancer_v2":                 resource("loadbalancer", "LoadBalancer"),
			"openstack_lb_member_v2":                       resource("loadbalancer", "Member"),
			"openstack_lb_members_v2":                      resource("loadbalancer", "Members"),
			"openstack_lb_monitor_v2":                      resource("loadbalancer", "Monitor"),
			"openstack_lb_pool_v2":                         resource("loadbalancer", "Pool"),
			"openstack_networking_floatingip_associate_v2": resource("networking", "FloatingIpAssociate"),
			"openstack_networking_floatingip_v2":           resource("networking", "FloatingIp"),
			"openstack_networking_network_v2":              resource("networking", "Network"),
			"openstack_networking_port_v2":                 resource("networking", "Port"),
			"openstack_networking_router_interface_v2":     resource("networking", "RouterInterface"),
			"openstack_networking_router_route_v2":         resource("networking", "RouterRoute"),
			"openstack_networking_router_v2":               resource("networking", "Router"),
			"openstack_networking_secgroup_rule_v2":        resource("networking", "SecGroupRule"),
			"openstack_networking_secgroup_v2":             resource("networking", "SecGroup"),
			"openstack_networking_subnet_route_v2":         resource("networking", "SubnetRoute"),
			"openstack_networking_subnet_v2":               subnet(),
		},
		DataSources: map[string]*tfbridge.DataSourceInfo{
			"openstack_blockstorage_availability_zones_v3": function("blockstorage", "getAvailabilityZonesV3"),
			"openstack_blockstorage_quotaset_v3":           function("blockstorage", "getQuotasetV3"),
			"openstack_blockstorage_volume_v3":             function("blockstorage", "getVolumeV3"),
			"openstack_compute_availability_zones_v2":      function("compute", "getAvailabilityZones"),
			"openstack_compute_flavor_v2":                  function("compute", "getFlavor"),
			"openstack_compute_instance_v2":                function("compute", "getInstanceV2"),
			"openstack_compute_keypair_v2":                 function("compute", "getKeypair"),
			"openstack_compute_limits_v2":                  function("compute", "getLimitsV2"),
			"openstack_compute_quotaset_v2":                function("compute", "getQuotaSetV2"),
			"openstack_identity_auth_scope_v3":             function("identity", "getAuthScope"),
			"openstack_identity_project_v3":                function("identity", "getProject"),
			"openstack_images_image_ids_v2":                function("images", "getImageIds"),
			"openstack_images_image_v2":                    function("images", "getImage"),
			"openstack_networking_floatingip_v2":           function("networking", "getFloatingIp"),
			"openstack_networking_network_v2":              function("networking", "getNetwork"),
			"openstack_networking_port_ids_v2":             function("networking", "getPortIds"),
			"openstack_networking_port_v2":                 function("networking", "getPort"),
			"openstack_networking_quota_v2":                function("networking", "getQuotaV2"),
			"openstack_networking_router_v2":               function("networking", "getRouter"),
			"openstack_networking_secgroup_v2":             function("networking", "getSecGroup"),
			"openstack_networking_subnet_ids_v2":           function("networking", "getSubnetIdsV2"),
			"openstack_networking_subnet_v2":               function("networking", "getSubnet"),
		},
	}
	info.SetAutonaming(255, "-")
	bridge.NameProperties(info)
	return info
}
