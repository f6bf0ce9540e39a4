build {
  source "amazon-ebs.linux" {
    name      = "arm"
    ssh_pty   = true
  }

  provisioner "ansible-local" {
    playbook_file = "playbook.yml"
    role_paths    = ["./roles/web"]
  }
}
