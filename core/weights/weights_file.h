// A file of weights: opened, told by its content, checked as a whole. No LibTorch, so that all of it runs under the sanitizers.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/weights/tensor_record.h"
#include "core/weights/zip_directory.h"

namespace leukolens::weights {

enum class Form { PthZip, PthLegacy, Safetensors };

std::string_view nameOf(Form form);  ///< "pth", "pth-legacy", "safetensors"

inline constexpr std::uint64_t kMaxFileBytes = 8ull << 30;

/// Immutable; copies share the bytes. Memory: the file once, and a few hundred bytes a tensor.
class WeightsFile {
public:
    /// Fails with NotFound, NoPermission, NotAFile, TooLarge, NotAModel or DamagedModel. A .leukomodel is NotAModel here: see
    /// inference::openModel().
    static Result<WeightsFile> open(const std::filesystem::path& file);

    /// `part` lies in `bytes`, which is kept alive; `file` is named in errors.
    static Result<WeightsFile> fromBytes(std::shared_ptr<const Bytes> bytes, std::span<const std::uint8_t> part, const std::filesystem::path& file);

    const std::vector<TensorRecord>& tensors() const { return m_tensors; }  ///< sorted by name; prefixes of wrappers are gone
    const TensorRecord* find(std::string_view name) const;                  ///< null if there is none
    /// What a .safetensors file says beside its tensors. From outside: any text.
    const std::map<std::string, std::string>& metadata() const { return m_metadata; }
    Form form() const { return m_form; }
    const std::filesystem::path& file() const { return m_file; }

private:
    std::filesystem::path m_file;
    std::shared_ptr<const Bytes> m_bytes;
    Form m_form = Form::Safetensors;
    std::vector<TensorRecord> m_tensors;
    std::map<std::string, std::string> m_metadata;
};

}  // namespace leukolens::weights
