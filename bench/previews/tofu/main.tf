# The same resources as ../pulumi/index.ts describes, as somebody who writes OpenTofu would write them.

variable "server" { type = string }
variable "user" { type = string }
variable "password" {
  type      = string
  sensitive = true
}
variable "passphrase" {
  type      = string
  sensitive = true
}
variable "site" { type = map(string) }
variable "network" {
  type = object({
    prefixLength  = number
    gateway       = string
    nameservers   = list(string)
    searchDomains = list(string)
  })
}
variable "machines" {
  type = map(object({
    name      = string
    role      = string
    address   = string
    cpus      = number
    memoryMiB = number
    diskGiB   = number
  }))
}
variable "userData" { type = string }

terraform {
  required_providers {
    vsphere = {
      source  = "hashicorp/vsphere"
      version = "1.26.0"
    }
  }
  # User data holds keys: here as there, the state keeps them encrypted.
  encryption {
    key_provider "pbkdf2" "passphrase" {
      passphrase = var.passphrase
    }
    method "aes_gcm" "passphrase" {
      keys = key_provider.pbkdf2.passphrase
    }
    state {
      method   = method.aes_gcm.passphrase
      enforced = true
    }
  }
}

provider "vsphere" {
  vsphere_server       = var.server
  user                 = var.user
  password             = var.password
  allow_unverified_ssl = true
}

data "vsphere_datacenter" "site" {
  name = var.site.datacenter
}

data "vsphere_compute_cluster" "site" {
  name          = var.site.cluster
  datacenter_id = data.vsphere_datacenter.site.id
}

data "vsphere_datastore" "site" {
  name          = var.site.datastore
  datacenter_id = data.vsphere_datacenter.site.id
}

data "vsphere_network" "site" {
  name          = var.site.portGroup
  datacenter_id = data.vsphere_datacenter.site.id
}

data "vsphere_virtual_machine" "template" {
  name          = var.site.template
  datacenter_id = data.vsphere_datacenter.site.id
}

resource "vsphere_folder" "machines" {
  path          = "previews"
  type          = "vm"
  datacenter_id = data.vsphere_datacenter.site.id
}

resource "vsphere_resource_pool" "machines" {
  name                    = "previews"
  parent_resource_pool_id = data.vsphere_compute_cluster.site.resource_pool_id
}

resource "vsphere_tag_category" "stack" {
  name             = "dsaas-previews"
  description      = "Machines of the dsaas stack previews"
  cardinality      = "MULTIPLE"
  associable_types = ["VirtualMachine"]
}

resource "vsphere_tag" "common" {
  for_each    = toset(["stack:previews", "generation:0"])
  name        = each.key
  category_id = vsphere_tag_category.stack.id
}

resource "vsphere_tag" "role" {
  for_each    = toset(["control-plane", "worker"])
  name        = "role:${each.key}"
  category_id = vsphere_tag_category.stack.id
}

locals {
  metadata = {
    for key, machine in var.machines : key => jsonencode({
      "instance-id"    = machine.name
      "local-hostname" = machine.name
      network = {
        version = 2
        ethernets = {
          eth0 = {
            dhcp4       = false
            dhcp6       = false
            addresses   = ["${machine.address}/${var.network.prefixLength}"]
            routes      = [{ to = "0.0.0.0/0", via = var.network.gateway }]
            nameservers = { addresses = var.network.nameservers, search = var.network.searchDomains }
          }
        }
      }
      redact = ["userdata", "vendordata"]
    })
  }
  template = file(var.userData)
  userdata = { for key, machine in var.machines : key => replace(local.template, "HOSTNAME", machine.name) }
}

resource "vsphere_virtual_machine" "machine" {
  for_each = var.machines

  name             = each.value.name
  annotation       = "${each.value.role} of the dsaas stack previews, generation 0. Replaced, never changed: what is done by hand is lost."
  resource_pool_id = vsphere_resource_pool.machines.id
  folder           = vsphere_folder.machines.path
  datastore_id     = data.vsphere_datastore.site.id
  tags = concat(
    [vsphere_tag.role[each.value.role].id],
    [for tag in vsphere_tag.common : tag.id],
  )

  num_cpus                = each.value.cpus
  memory                  = each.value.memoryMiB
  guest_id                = data.vsphere_virtual_machine.template.guest_id
  scsi_type               = data.vsphere_virtual_machine.template.scsi_type
  firmware                = "bios"
  efi_secure_boot_enabled = false

  disk {
    label            = "disk0"
    size             = each.value.diskGiB
    thin_provisioned = data.vsphere_virtual_machine.template.disks[0].thin_provisioned
    eagerly_scrub    = data.vsphere_virtual_machine.template.disks[0].eagerly_scrub
  }
  network_interface {
    network_id   = data.vsphere_network.site.id
    adapter_type = "vmxnet3"
  }
  clone {
    template_uuid = data.vsphere_virtual_machine.template.id
  }

  extra_config = {
    "guestinfo.metadata"          = base64gzip(local.metadata[each.key])
    "guestinfo.metadata.encoding" = "gzip+base64"
    "guestinfo.userdata"          = base64gzip(local.userdata[each.key])
    "guestinfo.userdata.encoding" = "gzip+base64"
  }
  extra_config_reboot_required = false
  replace_trigger = sha256(jsonencode([
    each.value, local.userdata[each.key], local.metadata[each.key], data.vsphere_virtual_machine.template.id,
    data.vsphere_datastore.site.id, data.vsphere_network.site.id,
  ]))

  ept_rvi_mode               = "automatic"
  hv_mode                    = "hvAuto"
  sync_time_with_host        = true
  wait_for_guest_net_timeout = 0
  shutdown_wait_timeout      = 1
  force_power_off            = true

  lifecycle {
    ignore_changes = [extra_config]
  }
}

resource "vsphere_compute_cluster_vm_anti_affinity_rule" "apart" {
  for_each = toset(["control-plane", "worker"])

  name                = "previews-0-${each.key}s-apart"
  compute_cluster_id  = data.vsphere_compute_cluster.site.id
  virtual_machine_ids = [for key, machine in var.machines : vsphere_virtual_machine.machine[key].id if machine.role == each.key]
  mandatory           = each.key == "control-plane"
}
