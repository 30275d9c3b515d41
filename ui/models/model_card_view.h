// What one model or file of weights is, in plain words, row by row.
#pragma once

#include <QWidget>

#include "core/inference/model_library.h"

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace leukolens::ui {

class ModelCardView : public QWidget {
    Q_OBJECT
public:
    explicit ModelCardView(QWidget* parent = nullptr);

    void showModel(const inference::LibraryModel& model);
    /// A file that is not in the list: its card where it has one, otherwise what its weights fit.
    void showInspection(const inference::ModelInspection& inspection);

private:
    void begin(const QString& title, const QString& subtitle);
    void showCard(const inference::ModelCard& card);
    void showWeights(const inference::ModelInspection& inspection);
    QLabel* addText(const char* name, const QString& label, const QString& value, const QString& toolTip = {});
    void addRow(const QString& label, QWidget* value, int labelTopPx = 0);
    void addClasses(const inference::ModelCard& card);
    void addChecksum(const std::string& sha256);
    void addNames(const inference::ModelInspection& inspection);

    QVBoxLayout* m_column = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_subtitle = nullptr;
    QWidget* m_rows = nullptr;  ///< made anew for each model
    QGridLayout* m_grid = nullptr;
};

}  // namespace leukolens::ui
