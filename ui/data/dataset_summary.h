// The facts of the open data in one row: cells, subjects, layout, problems, and the classes as a bar.
#pragma once

#include <QFrame>

#include "core/dataset/dataset.h"

class QHBoxLayout;
class QLabel;

namespace leukolens::ui {

class ClassBar;

class DatasetSummary : public QFrame {
    Q_OBJECT
public:
    explicit DatasetSummary(QWidget* parent = nullptr);
    void showDataset(const dataset::Dataset& dataset);

private:
    QLabel* addFact(const QString& objectName, const QString& caption);
    QHBoxLayout* m_row = nullptr;
    QLabel* m_cells = nullptr;
    QLabel* m_subjects = nullptr;
    QLabel* m_layoutName = nullptr;
    QLabel* m_problems = nullptr;
    ClassBar* m_classes = nullptr;
};

}  // namespace leukolens::ui
