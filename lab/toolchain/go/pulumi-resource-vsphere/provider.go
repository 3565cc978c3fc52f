package main

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv1 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v1"

	"dsaas/lab/toolchain/bridge"
	"dsaas/lab/toolchain/pulumi-resource-vsphere/terraform"
)

const (
	pluginName = "vsphere"
	// pluginVersion is the version of the official plugin whose names and types this one speaks.
	pluginVersion = "4.16.0"
	// terraformVersion is the newest Terraform provider that can be had as a Go module.
	terraformVersion = "1.26.0"
)

func resource(name string) *tfbridge.ResourceInfo {
	return &tfbridge.ResourceInfo{Tok: tfbridge.MakeResource(pluginName, "index", name)}
}

func function(name string) *tfbridge.DataSourceInfo {
	return &tfbridge.DataSourceInfo{Tok: tfbridge.MakeDataSource(pluginName, "index", name)}
}

// virtualMachine keeps `cdroms` a list: upstream allows two CD drives since 2.0, 1.26.0 one.
func virtualMachine() *tfbridge.ResourceInfo {
	info := resource("VirtualMachine")
	info.Fields = map[string]*tfbridge.SchemaInfo{
		"cdrom": {Name: "cdroms", MaxItemsOne: tfbridge.False()},
	}
	return info
}

func providerInfo() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:                 shimv1.NewProvider(terraform.Provider()),
		Name:              pluginName,
		DisplayName:       "vSphere",
		Version:           pluginVersion,
		GitHubOrg:         "hashicorp",
		TFProviderVersion: terraformVersion,
		Config: map[string]*tfbridge.SchemaInfo{
			"password": {Secret: tfbridge.True()},
		},
		Resources: map[string]*tfbridge.ResourceInfo{
			"vsphere_compute_cluster_vm_anti_affinity_rule": resource("ComputeClusterVmAntiAffinityRule"),
			"vsphere_compute_cluster_vm_group":              resource("ComputeClusterVmGroup"),
			"vsphere_compute_cluster_vm_host_rule":          resource("ComputeClusterVmHostRule"),
			"vsphere_content_library":                       resource("ContentLibrary"),
			"vsphere_content_library_item":                  resource("ContentLibraryItem"),
			"vsphere_custom_attribute":                      resource("CustomAttribute"),
			"vsphere_distributed_port_group":                resource("DistributedPortGroup"),
			"vsphere_file":                                  resource("File"),
			"vsphere_folder":                                resource("Folder"),
			"vsphere_ha_vm_override":                        resource("HaVmOverride"),
			"vsphere_resource_pool":                         resource("ResourcePool"),
			"vsphere_tag":                                   resource("Tag"),
			"vsphere_tag_category":                          resource("TagCategory"),
			"vsphere_virtual_disk":                          resource("VirtualDisk"),
			"vsphere_virtual_machine":                       virtualMachine(),
		},
		DataSources: map[string]*tfbridge.DataSourceInfo{
			"vsphere_compute_cluster":      function("getComputeCluster"),
			"vsphere_content_library":      function("getContentLibrary"),
			"vsphere_content_library_item": function("getContentLibraryItem"),
			"vsphere_datacenter":           function("getDatacenter"),
			"vsphere_datastore":            function("getDatastore"),
			"vsphere_datastore_cluster":    function("getDatastoreCluster"),
			"vsphere_folder":               function("getFolder"),
			"vsphere_host":                 function("getHost"),
			"vsphere_network":              function("getNetwork"),
			"vsphere_ovf_vm_template":      function("getOvfVmTemplate"),
			"vsphere_resource_pool":        function("getResourcePool"),
			"vsphere_tag":                  function("getTag"),
			"vsphere_tag_category":         function("getTagCategory"),
			"vsphere_virtual_machine":      function("getVirtualMachine"),
		},
	}
	info.SetAutonaming(255, "-")
	bridge.NameProperties(info)
	return info
}
