// Asks what the outputs of a last layer mean: a name for each, and which one is the blast. Nothing is guessed.
#pragma once

#include <QWidget>

#include <string>
#include <vector>

class QButtonGroup;
class QGridLayout;
class QLabel;
class QLineEdit;
class QRadioButton;

namespace leukolens::ui {

class ClassNaming : public QWidget {
    Q_OBJECT
public:
    explicit ClassNaming(QWidget* parent = nullptr);

    /// Empty fields for so many outputs.
    void start(int outputs);

    /// Whether the person wants the classes; otherwise the last layer is left out.
    bool wanted() const;
    /// In the order of the outputs; complete only where problem() is empty.
    std::vector<std::string> names() const;
    /// Empty where none of the classes is a blast.
    std::string blastClass() const;
    /// What is still to be said or contradicts itself, in words; empty: all is there, or it is not wanted.
    QString problem() const;

Q_SIGNALS:
    void changed();

private:
    void addRow(QGridLayout& grid, int output);
    void refresh();

    QRadioButton* m_name = nullptr;
    QRadioButton* m_leaveOut = nullptr;
    QWidget* m_fields = nullptr;  ///< made anew by start()
    std::vector<QLineEdit*> m_names;
    QButtonGroup* m_blast = nullptr;  ///< id: number of the output; kNoBlast
};

}  // namespace leukolens::ui
