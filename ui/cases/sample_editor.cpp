#include "ui/cases/sample_editor.h"

#include <QComboBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/cases/case_words.h"
#include "ui/cases/conflict_strip.h"
#include "ui/shell/dates.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

bool isSame(const casebook::CaseSummary& a, const casebook::CaseSummary& b) { return a.taken == b.taken && a.material == b.material && a.comment == b.comment; }

QString sampleWords(const casebook::CaseSummary& sample) {
    QStringList words{caseDate(sample.taken), materialTitle(sample.material)};
    if (!sample.comment.empty()) words << QString::fromStdString(sample.comment);
    return words.join(QStringLiteral(" · "));
}

/// Frame, padding and the button of the calendar.
constexpr int kDateAirPx = 56;

struct Written {
    casebook::CaseSummary stands;
    std::optional<Error> conflict = std::nullopt;
};

}  // namespace

SampleEditor::SampleEditor(CasesSession& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("sampleEditor");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    m_conflict = new ConflictStrip("sampleConflict", this);
    column->addWidget(m_conflict);
    m_taken = new QDateEdit(this);
    m_taken->setObjectName("sampleDate");
    m_taken->setDisplayFormat(dateFormat());
    m_taken->setCalendarPopup(true);
    m_taken->setMinimumWidth(m_taken->fontMetrics().horizontalAdvance(QStringLiteral("00/00/0000")) + kDateAirPx);
    m_material = new QComboBox(this);
    m_material->setObjectName("sampleMaterial");
    for (const auto material : {casebook::Material::Unknown, casebook::Material::Blood, casebook::Material::Marrow, casebook::Material::Other})
        m_material->addItem(materialTitle(material), static_cast<int>(material));
    m_comment = new QLineEdit(this);
    m_comment->setObjectName("sampleComment");
    m_comment->setPlaceholderText(tr("Comment for the report"));
    m_comment->setMaxLength(2000);
    const auto addRow = [&] {
        auto* row = new QHBoxLayout;
        row->setSpacing(Theme::kSpacingPx);
        column->addLayout(row);
        return row;
    };
    const auto add = [&](QHBoxLayout* row, const QString& title, QWidget* editor, const QString& help, int stretch) {
        auto* label = new QLabel(title, this);
        label->setBuddy(editor);
        editor->setAccessibleName(title);
        editor->setToolTip(help);
        row->addWidget(label);
        row->addWidget(editor, stretch);
    };
    QHBoxLayout* facts = addRow();
    add(facts, tr("Sample of"), m_taken, tr("When the sample was taken"), 0);
    facts->addSpacing(Theme::kSpacingPx);
    add(facts, tr("Material"), m_material, tr("What lay under the microscope"), 0);
    facts->addStretch(1);
    add(addRow(), tr("Comment"), m_comment, tr("Printed on the report; saved as soon as you leave the field"), 1);
    connect(m_taken, &QDateEdit::editingFinished, this, &SampleEditor::commit);
    connect(m_taken, &QDateEdit::dateChanged, this, [this] {
        // Chosen in the calendar, which takes the focus: nothing is left to finish.
        if (!m_taken->hasFocus()) commit();
    });
    connect(m_material, &QComboBox::activated, this, &SampleEditor::commit);
    connect(m_comment, &QLineEdit::editingFinished, this, &SampleEditor::commit);
    connect(&session, &CasesSession::commitRequested, this, &SampleEditor::commit);
    clear();
}

void SampleEditor::clear() {
    fill({});
    m_conflict->hide();
    setEnabled(false);
}

void SampleEditor::setSample(const casebook::CaseSummary& sample) {
    if (sample.id != m_shown.id) {
        // Nothing is lost where another session is chosen while a field has the focus.
        keepDraft();
        m_conflict->hide();
        fill(sample);
        if (const auto draft = m_drafts.extract(sample.id)) showFields(draft.mapped());
    } else if (!m_saving && isSame(typed(), m_shown)) {
        fill(sample);
    } else if (isSame(sample, m_shown)) {
        m_shown.version = sample.version;
    }
    const bool open = sample.state == casebook::CaseState::Open;
    setEnabled(open);
    setToolTip(open ? QString() : tr("This session is signed: reopen it in Classify to change its sample."));
}

/// Of the session that is left. Where an earlier save is under way it is written after that one, against the version that comes of it.
void SampleEditor::keepDraft() {
    if (m_shown.id != 0 && m_shown.state == casebook::CaseState::Open && !isSame(typed(), m_shown)) m_drafts[m_shown.id] = typed();
    commit();
    m_refused.reset();
}

void SampleEditor::fill(const casebook::CaseSummary& sample) {
    m_shown = sample;
    showFields(sample);
}

void SampleEditor::showFields(const casebook::CaseSummary& sample) {
    m_filling = true;
    const QDate taken = QDate::fromString(QString::fromStdString(sample.taken), Qt::ISODate);
    m_taken->setDate(taken.isValid() ? taken : QDate::currentDate());
    m_material->setCurrentIndex(m_material->findData(static_cast<int>(sample.material)));
    m_comment->setText(QString::fromStdString(sample.comment));
    m_comment->setCursorPosition(0);
    m_filling = false;
}

casebook::CaseSummary SampleEditor::typed() const {
    casebook::CaseSummary sample = m_shown;
    const QDate shownDate = QDate::fromString(QString::fromStdString(m_shown.taken), Qt::ISODate);
    if (shownDate.isValid() || m_taken->date() != QDate::currentDate()) sample.taken = m_taken->date().toString(Qt::ISODate).toStdString();
    sample.material = static_cast<casebook::Material>(m_material->currentData().toInt());
    sample.comment = m_comment->text().trimmed().toStdString();
    return sample;
}

void SampleEditor::commit() {
    if (m_filling || m_saving || m_shown.id == 0 || m_shown.state != casebook::CaseState::Open) return;
    const auto wanted = typed();
    if (!isSame(wanted, m_shown) && !(m_refused && isSame(wanted, *m_refused))) write(wanted, m_shown.version);
}

void SampleEditor::write(const casebook::CaseSummary& wanted, casebook::RowVersion seen) {
    m_saving = true;
    m_session.change<Written>(
        tr("Saving the sample"),
        [wanted, seen](casebook::CaseStore& store) -> Result<Written> {
            const auto described = store.describeSample(wanted.id, wanted.taken, wanted.material, wanted.comment, seen);
            if (!described && described.error().code != ErrorCode::Conflict) return fail(described.error());
            auto stands = store.findCase(wanted.id);
            if (!stands) return fail(stands.error());
            return Written{std::move(*stands), described ? std::nullopt : std::optional(described.error())};
        },
        this,
        [this, wanted](Result<Written> written) {
            m_saving = false;
            if (wanted.id != m_shown.id) {
                if (!written || written->conflict) return Q_EMIT failed(tr("The sample was not saved."), written ? *written->conflict : written.error());
                const auto draft = m_drafts.find(wanted.id);
                const bool typedOn = draft != m_drafts.end() && !isSame(draft->second, wanted);
                if (typedOn) return write(draft->second, written->stands.version);
                m_drafts.erase(wanted.id);
                return commit();  // what was changed of the other session meanwhile
            }
            if (!written) {
                m_refused = wanted;
                return Q_EMIT failed(tr("The sample was not saved."), written.error());
            }
            const bool typedOn = !isSame(typed(), wanted);
            if (written->conflict) return askConflict(typed(), written->stands);  // the newest, not what was sent
            if (!typedOn) return fill(written->stands);
            m_shown = written->stands;
            commit();
        });
}

void SampleEditor::askConflict(const casebook::CaseSummary& mine, const casebook::CaseSummary& theirs) {
    if (isSame(mine, theirs)) return fill(theirs);
    // What was changed is no part of the sample: a signature, the patient. The sample still stands as it was seen.
    if (isSame(theirs, m_shown) && theirs.state == casebook::CaseState::Open) {
        m_shown.version = theirs.version;
        return write(mine, theirs.version);
    }
    fill(theirs);
    m_conflict->ask(conflictWords(sampleWords(theirs), sampleWords(mine)), nullptr, [this, mine, theirs] {
        fill(mine);
        m_shown = theirs;  // what is typed differs from it until it is written
        write(mine, theirs.version);
    });
}

}  // namespace leukolens::ui
