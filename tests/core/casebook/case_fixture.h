// What the tests of the case store share.
#pragma once

#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/casebook/audit_trail.h"
#include "core/casebook/case_store.h"
#include "tests/support/temp_folder.h"

namespace leukolens::casebook::test {

inline CaseCell someCell(int number, const std::string& predicted = "all") {
    CaseCell cell;
    cell.path = "/pictures/Zelle ü ж " + std::to_string(number) + ".bmp";
    cell.sha256 = std::string(63, '0') + std::to_string(number % 10);
    cell.modelName = "inception_v3 fold 1";
    cell.modelSha256 = std::string(64, 'a');
    cell.classes = {"all", "hem"};
    cell.probabilities = {0.1 + 0.8 / (number + 1), 0.9 - 0.8 / (number + 1)};
    cell.predictedClass = predicted;
    cell.assignedClass = predicted;
    return cell;
}

inline std::vector<CaseCell> someCells(int count) {
    std::vector<CaseCell> cells;
    for (int i = 0; i < count; ++i) cells.push_back(someCell(i));
    return cells;
}

inline std::vector<CellId> idsOf(const std::vector<CaseCell>& cells) {
    std::vector<CellId> ids;
    for (const CaseCell& cell : cells) ids.push_back(cell.id);
    return ids;
}

/// What a person who chooses a class for each of them decides.
inline std::vector<CellDecision> asClass(const std::vector<CellId>& cells, const std::string& className) {
    std::vector<CellDecision> decisions;
    for (const CellId cell : cells) decisions.push_back({cell, {className, false, false, true}});
    return decisions;
}

inline std::unique_ptr<CaseStore> openStore(const StoreAddress& place) {
    auto store = CaseStore::open(place);
    if (!store) throw std::runtime_error(store.error().message());
    return std::move(*store);
}

/// By whoever has looked at what stands there now.
inline Result<void> signNow(CaseStore& store, CaseId id, const std::string& passphrase = {}) {
    const auto found = store.findCase(id);
    return store.sign(id, found ? found->version : 1, passphrase);
}
inline Result<void> renameNow(CaseStore& store, CaseId id, const std::string& name) {
    const auto found = store.findCase(id);
    if (const auto renamed = store.renameCase(id, name, found ? found->version : 1); !renamed) return fail(renamed.error());
    return {};
}

/// Content of a file that must not change.
inline Bytes bytesOf(const std::filesystem::path& file) {
    return readFile(file, 1 << 30).value();
}

/// Runs `child` in a forked process and returns its exit status, or 1000 plus the signal that ended it.
int inChild(const std::function<int()>& child);

}  // namespace leukolens::casebook::test
