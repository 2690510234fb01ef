//! The machine that a library's file is for: format, processor, width of a pointer.

use core::fmt;

use object::{Architecture, elf, macho, pe};

/// A format of files, which stands for the systems that load it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Elf,
    Pe,
    MachO,
}

/// The format and processor that a library needs so that a process can load it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Machine {
    pub(super) format: Format,
    pub(super) architecture: Architecture,
    pub(super) is_64: bool,
    pub(super) is_little_endian: bool,
}

impl Machine {
    /// The machine of this process.
    pub(crate) const THIS: Self = Self {
        format: if cfg!(windows) {
            Format::Pe
        } else if cfg!(target_vendor = "apple") {
            Format::MachO
        } else {
            Format::Elf
        },
        architecture: if cfg!(target_arch = "x86_64") {
            Architecture::X86_64
        } else if cfg!(target_arch = "aarch64") {
            Architecture::Aarch64
        } else if cfg!(target_arch = "x86") {
            Architecture::I386
        } else if cfg!(target_arch = "arm") {
            Architecture::Arm
        } else if cfg!(target_arch = "riscv64") {
            Architecture::Riscv64
        } else if cfg!(target_arch = "riscv32") {
            Architecture::Riscv32
        } else if cfg!(target_arch = "powerpc64") {
            Architecture::PowerPc64
        } else if cfg!(target_arch = "s390x") {
            Architecture::S390x
        } else if cfg!(target_arch = "loongarch64") {
            Architecture::LoongArch64
        } else {
            Architecture::Unknown
        },
        is_64: cfg!(target_pointer_width = "64"),
        is_little_endian: cfg!(target_endian = "little"),
    };

    /// The name of the processor.
    pub(super) fn name(self) -> &'static str {
        name(self.architecture).unwrap_or("this processor")
    }
}

/// The name of a processor, as Rust's targets have it.
pub(super) fn name(architecture: Architecture) -> Option<&'static str> {
    let name = match architecture {
        Architecture::X86_64 | Architecture::X86_64_X32 => "x86_64",
        Architecture::Aarch64 | Architecture::Aarch64_Ilp32 => "aarch64",
        Architecture::I386 => "x86",
        Architecture::Arm => "arm",
        Architecture::Riscv64 => "riscv64",
        Architecture::Riscv32 => "riscv32",
        Architecture::PowerPc64 => "powerpc64",
        Architecture::PowerPc => "powerpc",
        Architecture::S390x => "s390x",
        Architecture::LoongArch64 => "loongarch64",
        Architecture::Mips => "mips",
        Architecture::Mips64 => "mips64",
        Architecture::Sparc64 => "sparc64",
        _ => return None,
    };
    Some(name)
}

/// A processor by the number that a format has for it.
pub(super) struct Processor {
    pub(super) architecture: Option<Architecture>,
    pub(super) is_64: bool,
    number: u32,
}

impl Processor {
    /// `e_machine` of ELF.
    pub(super) fn of_elf(number: u16, is_64: bool) -> Self {
        let architecture = match number {
            elf::EM_X86_64 => Some(Architecture::X86_64),
            elf::EM_AARCH64 => Some(Architecture::Aarch64),
            elf::EM_386 => Some(Architecture::I386),
            elf::EM_ARM => Some(Architecture::Arm),
            elf::EM_RISCV if is_64 => Some(Architecture::Riscv64),
            elf::EM_RISCV => Some(Architecture::Riscv32),
            elf::EM_PPC64 => Some(Architecture::PowerPc64),
            elf::EM_PPC => Some(Architecture::PowerPc),
            elf::EM_S390 => Some(Architecture::S390x),
            elf::EM_LOONGARCH => Some(Architecture::LoongArch64),
            elf::EM_MIPS if is_64 => Some(Architecture::Mips64),
            elf::EM_MIPS => Some(Architecture::Mips),
            elf::EM_SPARCV9 => Some(Architecture::Sparc64),
            _ => None,
        };
        Self {
            architecture,
            is_64,
            number: number.into(),
        }
    }

    /// `Machine` of PE.
    pub(super) fn of_pe(number: u16, is_64: bool) -> Self {
        let architecture = match number {
            pe::IMAGE_FILE_MACHINE_AMD64 => Some(Architecture::X86_64),
            pe::IMAGE_FILE_MACHINE_ARM64 => Some(Architecture::Aarch64),
            pe::IMAGE_FILE_MACHINE_I386 => Some(Architecture::I386),
            pe::IMAGE_FILE_MACHINE_ARMNT => Some(Architecture::Arm),
            _ => None,
        };
        Self {
            architecture,
            is_64,
            number: number.into(),
        }
    }

    /// `cputype` of Mach-O.
    pub(super) fn of_macho(number: u32) -> Self {
        let architecture = match number {
            macho::CPU_TYPE_X86_64 => Some(Architecture::X86_64),
            macho::CPU_TYPE_ARM64 => Some(Architecture::Aarch64),
            macho::CPU_TYPE_X86 => Some(Architecture::I386),
            macho::CPU_TYPE_ARM => Some(Architecture::Arm),
            macho::CPU_TYPE_POWERPC64 => Some(Architecture::PowerPc64),
            macho::CPU_TYPE_POWERPC => Some(Architecture::PowerPc),
            _ => None,
        };
        Self {
            architecture,
            is_64: number & macho::CPU_ARCH_ABI64 != 0,
            number,
        }
    }

    pub(super) fn is_of(&self, machine: Machine) -> bool {
        self.architecture == Some(machine.architecture) && self.is_64 == machine.is_64
    }
}

/// `aarch64`, or `processor 0x1234`.
impl fmt::Display for Processor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.architecture.and_then(name) {
            Some("x86_64") if !self.is_64 => f.write_str("x86_64 with pointers of 32 bits"),
            Some("aarch64") if !self.is_64 => f.write_str("aarch64 with pointers of 32 bits"),
            Some(name) => f.write_str(name),
            None => write!(f, "processor {:#x}", self.number),
        }
    }
}
