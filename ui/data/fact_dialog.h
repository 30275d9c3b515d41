// Facts of one subject typed in.
#pragma once

#include <QDialog>

#include <string>
#include <vector>

#include "core/dataset/subject_facts.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace leukolens::ui {

/// Emits what was typed when a person saves; closes unless the next subject is to follow.
class FactDialog : public QDialog {
    Q_OBJECT
public:
    explicit FactDialog(QWidget* parent = nullptr);

    /// `hasNext`: "Save and next" is possible.
    void showSubject(const QString& subject, const dataset::SubjectFacts& facts, bool hasNext);

Q_SIGNALS:
    void saved(const QString& subject, const leukolens::dataset::SubjectFacts& facts);
    void nextAsked(const QString& subject);  ///< after saved(): the caller shows the next one

private:
    struct Field {
        std::string fact;
        QLineEdit* line = nullptr;  ///< one of the two
        QComboBox* box = nullptr;
        QLabel* wrong = nullptr;
        bool sound = true;
    };
    void addField(QGridLayout& grid, const std::string& fact);
    QString textOf(const Field& field) const;
    void check();
    void save(bool next);

    QString m_subject;
    dataset::SubjectFacts m_shown, m_facts;
    std::vector<Field> m_fields;
    QLabel* m_title = nullptr;
    QLabel* m_other = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_saveNext = nullptr;
    bool m_hasNext = false;
};

}  // namespace leukolens::ui
