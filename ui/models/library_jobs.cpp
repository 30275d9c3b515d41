#include "ui/models/library_jobs.h"

#include "core/casebook/case_store.h"

namespace leukolens::ui {

Result<LookedAt> lookAt(const std::filesystem::path& file, const std::filesystem::path& libraryFolder) {
    auto inspection = inference::inspectModel(file);
    if (!inspection) return fail(inspection.error());
    LookedAt looked{std::move(*inspection), {}};
    // A list that cannot be read says so when it is shown; the file can be looked at all the same.
    if (const auto known = inference::ModelLibrary(libraryFolder).list()) {
        for (const inference::LibraryModel& model : known->models)
            if (model.sha256 == looked.inspection.sha256) looked.listedAs = model.title;
    }
    return looked;
}

Result<int> casesReferringTo(const std::string& sha256, const std::string& caseStore) {
    const auto address = casebook::StoreAddress::parse(caseStore);
    if (!address) return fail(address.error());
    std::error_code failure;
    if (!address->isServer() && !std::filesystem::exists(address->file(), failure) && !failure) return 0;
    const auto store = casebook::CaseStore::open(*address);
    if (!store) return fail(store.error());
    return (*store)->casesUsingModel(sha256);
}

Result<int> removeUnlessReferredTo(const std::string& sha256, const std::filesystem::path& libraryFolder,
                                   const std::string& caseStore) {
    const Result<int> cases = casesReferringTo(sha256, caseStore);
    if (!cases || *cases > 0) return cases;
    if (const auto removed = inference::ModelLibrary(libraryFolder).remove(sha256); !removed) return fail(removed.error());
    return 0;
}

}  // namespace leukolens::ui
