// The daily copy of the case file: made when the window has opened it.
#pragma once

#include <QObject>

#include "core/base/error.h"

namespace leukolens::ui {

class AppContext;
class CaseWriter;

/// GUI thread; works on the context's file worker. Nothing for a store on a server: whoever runs that makes its backups.
class AutomaticCopies : public QObject {
    Q_OBJECT
public:
    /// Begins at once, behind what the file worker has to do already.
    AutomaticCopies(AppContext& context, CaseWriter& writer, QObject* parent = nullptr);

Q_SIGNALS:
    void failed(const QString& summary, const leukolens::Error& error);

private:
    void begin();
    void makeCopy(const std::filesystem::path& caseFile);

    AppContext& m_context;
    CaseWriter& m_writer;
};

}  // namespace leukolens::ui
