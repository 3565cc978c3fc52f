// Command terraform-provider-vsphere is the provider by itself, for OpenTofu: bench/scale compares the two on the same code.
package main

import (
	"github.com/hashicorp/terraform-plugin-sdk/plugin"
	"github.com/hashicorp/terraform-plugin-sdk/terraform"

	vsphere "dsaas/lab/toolchain/pulumi-resource-vsphere/terraform"
)

func main() {
	plugin.Serve(&plugin.ServeOpts{ProviderFunc: func() terraform.ResourceProvider { return vsphere.Provider() }})
}
