// Pieces of the forms that a training is set up with.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace leukolens::ui {

/// A small muted label and the editor below it. The help is the editor's tooltip, and read to who cannot see it. The label belongs to the editor's parent.
QLabel* addLabelled(QVBoxLayout& column, const QString& label, QWidget* editor, const QString& help);

/// Path of a file of weights, typed or chosen; empty: start at random.
class WeightsField : public QWidget {
    Q_OBJECT
public:
    /// The names are object names; filter as QFileDialog has it.
    WeightsField(const char* editName, const char* buttonName, const QString& filter, QWidget* parent);

    QString text() const;  ///< without blanks around it
    void setText(const QString& file);

Q_SIGNALS:
    void textChanged();

private:
    QLineEdit* m_edit = nullptr;
};

}  // namespace leukolens::ui
