#include "ui/cases/automatic_copies.h"

#include <QDate>

#include "core/base/files.h"
#include "core/base/iso_date.h"
#include "core/casebook/automatic_copies.h"
#include "ui/classify/case_writer.h"
#include "ui/shell/app_context.h"
#include "ui/shell/log.h"

namespace leukolens::ui {

AutomaticCopies::AutomaticCopies(AppContext& context, CaseWriter& writer, QObject* parent) : QObject(parent), m_context(context), m_writer(writer) {
    connect(&writer, &CaseWriter::opened, this, &AutomaticCopies::begin);
    begin();
}

void AutomaticCopies::begin() {
    const auto address = m_writer.address();
    if (!address || address->isServer() || m_context.settings.number(SettingKey::AutomaticCopies) == 0) return;
    // Once the window has it open: that brings an older file up to date, with a copy of its own. Where it cannot be opened, who wants to work with it says so.
    m_writer.read<bool>(
        tr("Opening the case store"), [](casebook::CaseStore&) -> Result<bool> { return true; }, this,
        [this, file = address->file()](const Result<bool>& open) {
            if (open) makeCopy(file);
        });
}

void AutomaticCopies::makeCopy(const std::filesystem::path& caseFile) {
    const int kept = m_context.settings.number(SettingKey::AutomaticCopies);
    const auto today = isoDate(QDate::currentDate().toString(Qt::ISODate).toStdString());
    if (!today) return;
    m_context.fileWorker.run<casebook::AutomaticCopy>(
        tr("Copying the case file"), [caseFile, kept, day = *today](ProgressSink& progress, const CancelToken& cancel) { return casebook::keepAutomaticCopy(caseFile, kept, day, progress, cancel); }, this,
        [this, caseFile](const Result<casebook::AutomaticCopy>& made) {
            if (!made) return Q_EMIT failed(tr("The daily copy of the case file could not be made. Make one yourself: Cases, Audit trail, Back up now."), made.error());
            if (!made->file.empty()) log::info("case file: daily copy " + toUtf8(made->file));
            if (made->altered)
                Q_EMIT failed(tr("The case file has been altered outside of the program. Its daily copies are all kept from now on."),
                              {ErrorCode::StoreFailed, "the audit trail does not hold", caseFile, "Press Verify in Cases, Audit trail: it says where. The copies lie in the folder backups beside the file."});
        },
        JobPolicy::MustFinish);
}

}  // namespace leukolens::ui
