// What an import of facts would do, before it is done.
#pragma once

#include <QDialog>

#include "ui/data/fact_session.h"

namespace leukolens::ui {

class FactsImportDialog : public QDialog {
    Q_OBJECT
public:
    FactsImportDialog(const QString& table, const FactSession::Import& planned, QWidget* parent = nullptr);
};

}  // namespace leukolens::ui
