//! A file system of its own, for as long as it is held: small, full or not to be written.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A file system in memory.
pub struct Disk(PathBuf);

impl Disk {
    /// Mounts one at `folder`, with options of tmpfs(5) such as `size=24k`. Only the superuser of a
    /// Linux machine may do that; where it is not to be had the test says so and is passed over.
    pub fn mounted(folder: &Path, options: &str) -> Option<Disk> {
        std::fs::create_dir_all(folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder);
        if cfg!(target_os = "linux") && quietly(&mut mount) {
            return Some(Disk(folder.to_path_buf()));
        }
        println!("not run: no file system can be mounted here (that takes root)");
        None
    }

    /// Changes its options.
    pub fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        let mut mount = Command::new("mount");
        assert!(quietly(mount.args(["-o", &options]).arg(&self.0)), "{options}");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        quietly(Command::new("umount").arg("-l").arg(&self.0));
    }
}

fn quietly(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}
