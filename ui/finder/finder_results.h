// How well a finder that was just trained does on the fields that were kept back.
#pragma once

#include <QFrame>

#include "core/fields/field_training.h"

class QLabel;
class QPushButton;
class QTableView;

namespace leukolens::ui {

class TextTable;

class FinderResults : public QFrame {
    Q_OBJECT
public:
    explicit FinderResults(QWidget* parent = nullptr);
    void setResult(const fields::FieldRunResult& result);

Q_SIGNALS:
    void useRequested();

private:
    TextTable* m_rows = nullptr;
    QTableView* m_table = nullptr;
    QLabel *m_words = nullptr, *m_method = nullptr;
};

}  // namespace leukolens::ui
