// One cell of the data at large: picture, name, labels with their reason, size, sharpness, stain.
#pragma once

#include <QFrame>

#include "ui/data/labelled_cell_model.h"

class QFormLayout;
class QLabel;

namespace leukolens::ui {

class ElidedLabel;
class FileImageView;

/// GUI thread only.
class CellFacts : public QFrame {
    Q_OBJECT
public:
    CellFacts(const LabelledCellModel& model, const LabelSession& session, QWidget* parent = nullptr);

    void showCell(int cell);
    void showSeveral(int count);  ///< 0: nothing is chosen

private:
    QLabel* addFact(QFormLayout& form, const char* name, const QString& label);
    QString unlikeWords(const image::Outlyingness& found) const;

    const LabelledCellModel& m_model;
    const LabelSession& m_session;
    FileImageView* m_view = nullptr;
    ElidedLabel* m_name = nullptr;
    QWidget* m_form = nullptr;
    QLabel *m_label = nullptr, *m_original = nullptr, *m_reason = nullptr, *m_subject = nullptr, *m_size = nullptr, *m_sharpness = nullptr, *m_colour = nullptr, *m_unlike = nullptr;
    QString m_shownPath;
};

}  // namespace leukolens::ui
