#include "ui/data/fact_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStyle>
#include <QVBoxLayout>

#include "core/dataset/typed_fact.h"
#include "ui/shell/fact_words.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kWidthPx = 520;

/// Words to choose from; empty: the fact is typed.
std::vector<std::string> choicesOf(const std::string& fact) {
    if (fact == "sex") return {"female", "male", "other"};
    if (fact == "immunophenotype") return {"B", "T", "myeloid", "mixed"};
    if (fact == "prednisoneResponse") return {"good", "poor"};
    return {};
}

bool isNumber(const std::string& fact) {
    return !factUnit(fact).isEmpty();
}

/// As it is typed here: "0,125" is no thousand where decimals have a comma.
QString withPoint(QString text) {
    const QString mark = QLocale().decimalPoint();
    if (text.count(mark) == 1 && !text.contains('.')) text.replace(mark, QLatin1String("."));
    return text;
}

QString withLocalPoint(QString text) {
    return text.replace('.', QLocale().decimalPoint());
}

}  // namespace

FactDialog::FactDialog(QWidget* parent) : QDialog(parent) {
    setObjectName("factDialog");
    help::setPlace(this, "data#record-facts-of-the-subjects");
    setWindowTitle(tr("Facts of a subject"));
    setMinimumWidth(kWidthPx);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, Theme::kMarginPx);
    layout->setSpacing(12);
    layout->addWidget(m_title = makeHeading(QString(), this));
    m_title->setObjectName("factSubject");
    m_title->setTextFormat(Qt::PlainText);
    QLabel* advice = makeMuted(tr("Leave empty what is not known. Call subjects by pseudonyms, and type no name, date or "
                                  "number that tells who a person is."),
                               this);
    advice->setObjectName("factAdvice");
    layout->addWidget(advice);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(Theme::kMarginPx);
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(1, 1);
    for (const auto fact : dataset::kFactNames) addField(*grid, std::string(fact));
    layout->addLayout(grid);
    m_other = makeMuted(QString(), this);
    m_other->setObjectName("factOther");
    m_other->setTextFormat(Qt::PlainText);
    layout->addWidget(m_other);
    layout->addStretch(1);
    auto* buttons = new QDialogButtonBox(this);
    m_save = buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
    m_save->setObjectName("factSave");
    makePrimary(m_save);
    m_saveNext = buttons->addButton(tr("Save and next"), QDialogButtonBox::ActionRole);
    m_saveNext->setObjectName("factSaveNext");
    Shortcuts::describe(m_saveNext, ShortcutId::SaveFactsAndNext, tr("Save these facts and go on with the next subject"));
    Shortcuts::bind(m_saveNext, ShortcutId::SaveFactsAndNext);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole)->setObjectName("factCancel");
    layout->addWidget(buttons);
    connect(m_save, &QPushButton::clicked, this, [this] { save(false); });
    connect(m_saveNext, &QPushButton::clicked, this, [this] { save(true); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void FactDialog::addField(QGridLayout& grid, const std::string& fact) {
    Field field{fact};
    const auto choices = choicesOf(fact);
    QWidget* editor = nullptr;
    if (choices.empty()) {
        editor = field.line = new QLineEdit(this);
        field.line->setPlaceholderText(tr("not known"));
        connect(field.line, &QLineEdit::textChanged, this, &FactDialog::check);
    } else {
        editor = field.box = new QComboBox(this);
        field.box->addItem(tr("not known"), QString());
        for (const std::string& choice : choices)
            field.box->addItem(factValue(fact, choice), QString::fromStdString(choice));
        connect(field.box, &QComboBox::currentIndexChanged, this, &FactDialog::check);
    }
    editor->setObjectName("fact_" + QString::fromStdString(fact));
    editor->setAccessibleName(factTitle(fact));
    editor->setToolTip(factHelp(fact));
    auto* title = new QLabel(factTitle(fact), this);
    title->setBuddy(editor);
    title->setToolTip(factHelp(fact));
    const int row = grid.rowCount();
    grid.addWidget(title, row, 0);
    grid.addWidget(editor, row, 1);
    auto* unit = new QLabel(factUnit(fact), this);
    unit->setProperty("role", "muted");
    grid.addWidget(unit, row, 2);
    field.wrong = makeText(QString(), this);
    field.wrong->setObjectName("wrong_" + QString::fromStdString(fact));
    field.wrong->setFont(Theme::font(0.9));
    field.wrong->setContentsMargins(0, 2, 0, 6);
    setRole(field.wrong, "failure");
    grid.addWidget(field.wrong, row + 1, 1, 1, 2);
    grid.setRowMinimumHeight(row + 1, 10);
    m_fields.push_back(std::move(field));
}

QString FactDialog::textOf(const Field& field) const {
    if (field.box) return field.box->currentData().toString();
    const QString text = field.line->text().trimmed();
    return isNumber(field.fact) ? withPoint(text) : text;
}

void FactDialog::showSubject(const QString& subject, const dataset::SubjectFacts& facts, bool hasNext) {
    m_subject = subject;
    m_shown = facts;
    m_hasNext = hasNext;
    m_title->setText(tr("Subject %1").arg(subject));
    for (Field& field : m_fields) {
        const QString text = QString::fromStdString(dataset::typedFact(facts, field.fact));
        if (field.box) {
            const QSignalBlocker quiet(field.box);
            field.box->setCurrentIndex(std::max(0, field.box->findData(text)));
        } else {
            const QSignalBlocker quiet(field.line);
            field.line->setText(isNumber(field.fact) ? withLocalPoint(text) : text);
        }
    }
    QStringList others;
    for (const auto& [name, text] : facts.other)
        others << QStringLiteral("%1: %2").arg(QString::fromStdString(name), QString::fromStdString(text));
    m_other->setText(tr("Further columns of the table stay: %1").arg(others.join(QStringLiteral(" · "))));
    m_other->setVisible(!others.isEmpty());
    check();
    m_fields.front().line->setFocus();
    m_fields.front().line->selectAll();
}

void FactDialog::check() {
    m_facts = m_shown;
    bool sound = true;
    for (Field& field : m_fields) {
        const auto set = dataset::setTypedFact(m_facts, field.fact, textOf(field).toStdString());
        field.wrong->setText(set ? QString() : tr("%1 %2").arg(factTitle(field.fact), coreText(set.error().what)) + '.');
        field.wrong->setVisible(!set);
        if (field.line && field.sound != set.has_value()) {
            field.line->setProperty("invalid", !set);
            field.line->style()->unpolish(field.line);
            field.line->style()->polish(field.line);
        }
        field.sound = set.has_value();
        sound = sound && set;
    }
    m_save->setEnabled(sound);
    m_saveNext->setEnabled(sound && m_hasNext);
}

void FactDialog::save(bool next) {
    const QString subject = m_subject;
    Q_EMIT saved(subject, m_facts);
    if (next) {
        Q_EMIT nextAsked(subject);
    } else {
        accept();
    }
}

}  // namespace leukolens::ui
