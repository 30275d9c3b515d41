<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AccountWords</name>
    <message>
        <source>Technician</source>
        <translation>Technik</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>Befundung</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administration</translation>
    </message>
    <message>
        <source>Classifies and corrects, but does not sign.</source>
        <translation>Klassifiziert und korrigiert, signiert aber nicht.</translation>
    </message>
    <message>
        <source>Also signs and reopens cases.</source>
        <translation>Signiert Fälle auch und öffnet sie wieder.</translation>
    </message>
    <message>
        <source>Also looks after accounts, rules and backups.</source>
        <translation>Kümmert sich auch um Konten, Regeln und Sicherungen.</translation>
    </message>
</context>
<context>
    <name>Alarms</name>
    <message>
        <source>The loss is no longer a number in epoch %1.</source>
        <translation>Der Verlust ist in Epoche %1 keine Zahl mehr.</translation>
    </message>
    <message>
        <source>The training loss rises or jumps: %1 now, %2 before.</source>
        <translation>Der Trainingsverlust steigt oder springt: jetzt %1, zuvor %2.</translation>
    </message>
    <message>
        <source>Patients are shared between training and test: the figures flatter.</source>
        <translation>Training und Test teilen sich Patienten: Die Zahlen sind zu günstig.</translation>
    </message>
    <message>
        <source>The training loss has not fallen in three epochs: %1 at first, %2 now.</source>
        <translation>Der Trainingsverlust ist in drei Epochen nicht gefallen: anfangs %1, jetzt %2.</translation>
    </message>
    <message>
        <source>Every validation cell seems to be called the same class (accuracy %1, that class&apos;s share).</source>
        <translation>Anscheinend werden alle Validierungszellen derselben Klasse zugeordnet (Genauigkeit %1, der Anteil dieser Klasse).</translation>
    </message>
    <message>
        <source>Validation is much better than training: %1 against %2, three epochs running.</source>
        <translation>Die Validierung ist viel besser als das Training: %1 gegen %2, drei Epochen in Folge.</translation>
    </message>
    <message>
        <source>Not one validation cell is wrong, two epochs running.</source>
        <translation>Keine einzige Validierungszelle ist falsch, zwei Epochen in Folge.</translation>
    </message>
    <message>
        <source>Fold %1: %2</source>
        <comment>%2 is a sentence</comment>
        <translation>Fold %1: %2</translation>
    </message>
    <message>
        <source>For a result that holds for new patients, choose the preset Patient-safe.</source>
        <translation>Für ein Ergebnis, das für neue Patienten gilt, wählen Sie die Vorgabe Patientensicher.</translation>
    </message>
    <message>
        <source>Stop, and try a learning rate ten times smaller or a longer warm-up.</source>
        <translation>Halten Sie an und versuchen Sie eine zehnmal kleinere Lernrate oder ein längeres Aufwärmen.</translation>
    </message>
    <message>
        <source>Check that the classes&apos; folders are right, or try another learning rate or pretrained weights.</source>
        <translation>Prüfen Sie, ob die Ordner der Klassen stimmen, oder versuchen Sie eine andere Lernrate oder vortrainierte Gewichte.</translation>
    </message>
    <message>
        <source>Wait a few epochs; if it stays so, balance the classes or lower the learning rate.</source>
        <translation>Warten Sie einige Epochen; bleibt es so, gleichen Sie die Klassen aus oder senken Sie die Lernrate.</translation>
    </message>
    <message>
        <source>Check in Data for copies of the same cells, or make the augmentation or dropout milder.</source>
        <translation>Suchen Sie unter Daten nach Kopien derselben Zellen, oder mildern Sie Augmentierung oder Dropout.</translation>
    </message>
    <message>
        <source>Check in Data that no cell or patient is in two parts, and that the pictures do not give the class away.</source>
        <translation>Prüfen Sie unter Daten, dass keine Zelle und kein Patient in zwei Teilen ist und dass die Bilder die Klasse nicht verraten.</translation>
    </message>
</context>
<context>
    <name>AnswerFacts</name>
    <message>
        <source>Label: %1</source>
        <translation>Label: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Subject: %1</source>
        <translation>Person: %1</translation>
    </message>
    <message>
        <source>Fold: %1</source>
        <translation>Fold: %1</translation>
    </message>
</context>
<context>
    <name>AnswerWords</name>
    <message>
        <source>about %1 pictures a second</source>
        <translation>etwa %1 Bilder je Sekunde</translation>
    </message>
    <message>
        <source>about %1 seconds a picture</source>
        <translation>etwa %1 Sekunden je Bild</translation>
    </message>
    <message>
        <source>Eight views</source>
        <translation>Acht Ansichten</translation>
    </message>
    <message>
        <source>%1 folds</source>
        <translation>%1 Folds</translation>
    </message>
    <message>
        <source>%1 folds in eight views each</source>
        <translation>%1 Folds mit je acht Ansichten</translation>
    </message>
    <message>
        <source>%1 differ by less than ± 1 point</source>
        <extracomment>who answered, such as &quot;Eight views&quot; or &quot;3 folds&quot;; percentage points</extracomment>
        <translation>%1 unterscheiden sich um weniger als ± 1 Punkt</translation>
    </message>
    <message>
        <source>%1 differ by ± 1 point</source>
        <translation>%1 unterscheiden sich um ± 1 Punkt</translation>
    </message>
    <message>
        <source>%1 differ by ± %2 points</source>
        <translation>%1 unterscheiden sich um ± %2 Punkte</translation>
    </message>
</context>
<context>
    <name>AuditWords</name>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>ausgeschlossen</translation>
    </message>
    <message>
        <source>included again</source>
        <translation>wieder eingeschlossen</translation>
    </message>
    <message>
        <source>marked</source>
        <translation>markiert</translation>
    </message>
    <message>
        <source>mark taken off</source>
        <translation>Markierung entfernt</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>confirmation taken back</source>
        <translation>Bestätigung zurückgenommen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s): %1</source>
        <translation>
            <numerusform>%Ln Zelle: %1</numerusform>
            <numerusform>%Ln Zellen: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln Zelle</numerusform>
            <numerusform>%Ln Zellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln place(s)</source>
        <translation>
            <numerusform>%Ln Stelle</numerusform>
            <numerusform>%Ln Stellen</numerusform>
        </translation>
    </message>
    <message>
        <source>signed by %1</source>
        <translation>signiert von %1</translation>
    </message>
    <message>
        <source>Session created</source>
        <translation>Sitzung angelegt</translation>
    </message>
    <message>
        <source>Session moved to another patient</source>
        <translation>Sitzung zu anderem Patienten verschoben</translation>
    </message>
    <message>
        <source>Case renamed</source>
        <translation>Fall umbenannt</translation>
    </message>
    <message>
        <source>Sample described</source>
        <translation>Probe beschrieben</translation>
    </message>
    <message>
        <source>Cells classified</source>
        <translation>Zellen klassifiziert</translation>
    </message>
    <message>
        <source>Cells decided</source>
        <translation>Über Zellen entschieden</translation>
    </message>
    <message>
        <source>Cells removed</source>
        <translation>Zellen entfernt</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signiert</translation>
    </message>
    <message>
        <source>Reopened</source>
        <translation>Wieder geöffnet</translation>
    </message>
    <message>
        <source>Second reading started</source>
        <translation>Zweitbefundung begonnen</translation>
    </message>
    <message>
        <source>Second reading: cells decided</source>
        <translation>Zweitbefundung: über Zellen entschieden</translation>
    </message>
    <message>
        <source>Second reading finished</source>
        <translation>Zweitbefundung beendet</translation>
    </message>
    <message>
        <source>Cells marked on a slide</source>
        <translation>Zellen auf einem Präparat markiert</translation>
    </message>
    <message>
        <source>Marks on a slide removed</source>
        <translation>Markierungen auf einem Präparat entfernt</translation>
    </message>
    <message>
        <source>Marks on a slide undone</source>
        <translation>Markierungen auf einem Präparat rückgängig gemacht</translation>
    </message>
    <message>
        <source>Marks on a slide put back</source>
        <translation>Markierungen auf einem Präparat wiederhergestellt</translation>
    </message>
    <message>
        <source>Cells cut out of a slide</source>
        <translation>Zellen aus einem Präparat ausgeschnitten</translation>
    </message>
    <message>
        <source>Case imported</source>
        <translation>Fall importiert</translation>
    </message>
    <message>
        <source>Case exported</source>
        <translation>Fall exportiert</translation>
    </message>
    <message>
        <source>Patient created</source>
        <translation>Patient angelegt</translation>
    </message>
    <message>
        <source>Patient renamed</source>
        <translation>Patient umbenannt</translation>
    </message>
    <message>
        <source>Notes changed</source>
        <translation>Notizen geändert</translation>
    </message>
    <message>
        <source>Fact added</source>
        <translation>Angabe hinzugefügt</translation>
    </message>
    <message>
        <source>Fact changed</source>
        <translation>Angabe geändert</translation>
    </message>
    <message>
        <source>Fact removed</source>
        <translation>Angabe entfernt</translation>
    </message>
    <message>
        <source>Fact put back</source>
        <translation>Angabe wiederhergestellt</translation>
    </message>
    <message>
        <source>Trail chained: the lines before are from an earlier version</source>
        <translation>Änderungsprotokoll verkettet: Die Zeilen davor stammen aus einer früheren Version</translation>
    </message>
    <message>
        <source>Account created</source>
        <translation>Konto angelegt</translation>
    </message>
    <message>
        <source>Account changed</source>
        <translation>Konto geändert</translation>
    </message>
    <message>
        <source>Passphrase set</source>
        <translation>Passphrase gesetzt</translation>
    </message>
    <message>
        <source>Rule of the store changed</source>
        <translation>Regel des Fallspeichers geändert</translation>
    </message>
    <message>
        <source>Backed up</source>
        <translation>Gesichert</translation>
    </message>
    <message>
        <source>Logged in</source>
        <translation>Angemeldet</translation>
    </message>
    <message>
        <source>Login refused</source>
        <translation>Anmeldung abgewiesen</translation>
    </message>
    <message>
        <source>Copied from another store</source>
        <translation>Aus einem anderen Fallspeicher kopiert</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>Warum: %1</translation>
    </message>
    <message>
        <source>%1. Why: %2</source>
        <translation>%1. Warum: %2</translation>
    </message>
    <message>
        <source>Line %1 was changed after it was written.</source>
        <translation>Zeile %1 wurde geändert, nachdem sie geschrieben war.</translation>
    </message>
    <message>
        <source>Before line %1 something was taken out, put in or moved.</source>
        <translation>Vor Zeile %1 wurde etwas entfernt, eingefügt oder verschoben.</translation>
    </message>
    <message>
        <source>Lines are missing at the end: the store knows of more than there are.</source>
        <translation>Am Ende fehlen Zeilen: Der Fallspeicher weiß von mehr, als da sind.</translation>
    </message>
    <message>
        <source>Work no further with this store: keep it as it is, restore the last backup that verifies, and find out who could write to the file.</source>
        <translation>Arbeiten Sie mit diesem Fallspeicher nicht weiter: Lassen Sie ihn, wie er ist, stellen Sie die letzte Sicherung wieder her, die unversehrt ist, und finden Sie heraus, wer in die Datei schreiben konnte.</translation>
    </message>
    <message>
        <source>Cell %1</source>
        <translation>Zelle %1</translation>
    </message>
    <message>
        <source>Session %1</source>
        <translation>Sitzung %1</translation>
    </message>
    <message>
        <source>Patient %1</source>
        <translation>Patient %1</translation>
    </message>
    <message>
        <source>Fact %1</source>
        <translation>Angabe %1</translation>
    </message>
    <message>
        <source>Signature %1</source>
        <translation>Unterschrift %1</translation>
    </message>
    <message>
        <source>Second reading %1</source>
        <translation>Zweitbefundung %1</translation>
    </message>
    <message>
        <source>Decision %1 of a second reading</source>
        <translation>Entscheidung %1 einer Zweitbefundung</translation>
    </message>
    <message>
        <source>The account of %1</source>
        <translation>Das Konto von %1</translation>
    </message>
    <message>
        <source>The rule %1</source>
        <translation>Die Regel %1</translation>
    </message>
    <message>
        <source>Intact: all %1 lines follow on one another, and everything that people entered or decided stands as they say.
Head: %2</source>
        <translation>Unversehrt: Alle %1 Zeilen folgen aufeinander, und alles, was Menschen eingegeben oder entschieden haben, steht da, wie sie es sagen.
Kopf: %2</translation>
    </message>
    <message>
        <source>%1 does not stand as the trail says: it was changed outside this program.</source>
        <translation>%1 steht nicht da, wie das Änderungsprotokoll sagt: Das wurde außerhalb dieses Programms geändert.</translation>
    </message>
</context>
<context>
    <name>CardPicture</name>
    <message>
        <source>Picture not found</source>
        <translation>Bild nicht gefunden</translation>
    </message>
</context>
<context>
    <name>CaseWords</name>
    <message>
        <source>Unnamed</source>
        <translation>Ohne Namen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Awaiting second signature</source>
        <translation>Wartet auf zweite Signatur</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signiert</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>Blood</source>
        <translation>Blut</translation>
    </message>
    <message>
        <source>Bone marrow</source>
        <translation>Knochenmark</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Anderes</translation>
    </message>
    <message>
        <source>%1 points</source>
        <extracomment>difference of two percentages</extracomment>
        <translation>%1 Punkte</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <extracomment>a percentage and its interval</extracomment>
        <translation>%1 (%2 bis %3)</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>Nicht anwendbar</translation>
    </message>
    <message>
        <source>The age is not recorded.</source>
        <translation>Das Alter ist nicht erfasst.</translation>
    </message>
    <message>
        <source>The white count is not recorded.</source>
        <translation>Die Leukozytenzahl ist nicht erfasst.</translation>
    </message>
    <message>
        <source>The immunophenotype is not recorded.</source>
        <translation>Der Immunphänotyp ist nicht erfasst.</translation>
    </message>
    <message>
        <source>The patient is younger than one year; the groups are defined from 1 to under 18 years.</source>
        <translation>Der Patient ist jünger als ein Jahr; die Gruppen sind ab 1 bis unter 18 Jahren definiert.</translation>
    </message>
    <message>
        <source>The patient is 18 years or older; the groups are defined from 1 to under 18 years.</source>
        <translation>Der Patient ist 18 Jahre oder älter; die Gruppen sind ab 1 bis unter 18 Jahren definiert.</translation>
    </message>
    <message>
        <source>The immunophenotype is not of B lineage, for which alone the groups are defined.</source>
        <translation>Der Immunphänotyp ist nicht von der B-Linie, für die allein die Gruppen definiert sind.</translation>
    </message>
    <message>
        <source>B lineage, age %1 years (under 10) and white count %2 ×10⁹/L (under 50).</source>
        <translation>B-Linie, Alter %1 Jahre (unter 10) und Leukozytenzahl %2 ×10⁹/l (unter 50).</translation>
    </message>
    <message>
        <source>B lineage, age %1 years and white count %2 ×10⁹/L: standard risk needs under 10 years and under 50 ×10⁹/L.</source>
        <translation>B-Linie, Alter %1 Jahre und Leukozytenzahl %2 ×10⁹/l: Standardrisiko verlangt unter 10 Jahre und unter 50 ×10⁹/l.</translation>
    </message>
    <message>
        <source>Source: Smith et al., J Clin Oncol 1996; 14: 18–24. The earliest recorded values count. No therapeutic conclusion is drawn.</source>
        <translation>Quelle: Smith et al., J Clin Oncol 1996; 14: 18–24. Es zählen die frühesten erfassten Werte. Ein therapeutischer Schluss wird nicht gezogen.</translation>
    </message>
    <message>
        <source>NCI risk group: %1</source>
        <extracomment>%1 is &quot;Standard&quot;, &quot;High&quot; or &quot;Not applicable&quot;</extracomment>
        <translation>NCI-Risikogruppe: %1</translation>
    </message>
</context>
<context>
    <name>ClassNames</name>
    <message>
        <source>ALL blast</source>
        <translation>ALL-Blast</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Unidentified</source>
        <translation>Nicht bestimmt</translation>
    </message>
    <message>
        <source>%1&#xa0;%</source>
        <extracomment>%1 is a number; the space before the sign is a no-break space</extracomment>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>B-cell ALL</source>
        <translation>B-Zell-ALL</translation>
    </message>
    <message>
        <source>T-cell ALL</source>
        <translation>T-Zell-ALL</translation>
    </message>
    <message>
        <source>B cell</source>
        <translation>B-Zelle</translation>
    </message>
    <message>
        <source>T cell</source>
        <translation>T-Zelle</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>random</source>
        <translation>zufällig</translation>
    </message>
    <message>
        <source>ImageNet</source>
        <translation>ImageNet</translation>
    </message>
    <message>
        <source>weights: %1</source>
        <translation>Gewichte: %1</translation>
    </message>
    <message>
        <source>%1 million</source>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>Measured on data that are not known here. Source: %1.</source>
        <translation>Auf Daten gemessen, die hier nicht bekannt sind. Quelle: %1.</translation>
    </message>
    <message>
        <source>Measured on: %1. Source: %2.</source>
        <translation>Gemessen auf: %1. Quelle: %2.</translation>
    </message>
    <message>
        <source>Test cells of all folds, the same for every row; 95 % intervals and differences by bootstrap over subjects.</source>
        <translation>Testzellen aller Folds, in jeder Zeile dieselben; 95-%-Intervalle und Unterschiede durch Bootstrap über Personen.</translation>
    </message>
    <message>
        <source>Test cells of all folds, the same for every row; 95 % intervals and differences by bootstrap over images, as no subject is known.</source>
        <translation>Testzellen aller Folds, in jeder Zeile dieselben; 95-%-Intervalle und Unterschiede durch Bootstrap über Bilder, da keine Person bekannt ist.</translation>
    </message>
    <message>
        <source>Published figures were measured by others on other data: they do not compare.</source>
        <translation>Veröffentlichte Werte haben andere auf anderen Daten gemessen: Sie sind nicht vergleichbar.</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>For research use only. Not for diagnosis.</source>
        <translation>Nur für Forschungszwecke. Nicht zur Diagnose.</translation>
    </message>
    <message>
        <source>Looking for images</source>
        <translation>Bilder werden gesucht</translation>
    </message>
    <message>
        <source>Reading cells</source>
        <translation>Zellen werden gelesen</translation>
    </message>
    <message>
        <source>Drawing cells</source>
        <translation>Zellen werden gezeichnet</translation>
    </message>
    <message>
        <source>Loading cells</source>
        <translation>Zellen werden geladen</translation>
    </message>
    <message>
        <source>Classifying</source>
        <translation>Zellen werden klassifiziert</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>Vergleich läuft</translation>
    </message>
    <message>
        <source>Fold %1 of %2</source>
        <translation>Fold %1 von %2</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>reading was stopped</source>
        <translation>das Lesen wurde angehalten</translation>
    </message>
    <message>
        <source>drawing the cells was stopped</source>
        <translation>das Zeichnen der Zellen wurde angehalten</translation>
    </message>
    <message>
        <source>ALL blast</source>
        <translation>ALL-Blast</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Optimistic: patients are shared between training and test.</source>
        <translation>Optimistisch: Training und Test teilen sich Patienten.</translation>
    </message>
    <message>
        <source>The auxiliary head is not run at %1 px (it needs %2): its loss counts %3.</source>
        <translation>Der Hilfsausgang läuft bei %1 px nicht mit (er braucht %2): sein Verlust zählt %3.</translation>
    </message>
    <message>
        <source>%1 problems were found in the data; see leukolens dataset check.</source>
        <translation>In den Daten wurden %1 Probleme gefunden; siehe Daten.</translation>
    </message>
    <message>
        <source>Ask for permission, or choose another place.</source>
        <translation>Bitten Sie um die Berechtigung oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Check the name.</source>
        <translation>Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>Choose a file.</source>
        <translation>Wählen Sie eine Datei.</translation>
    </message>
    <message>
        <source>Choose a smaller file.</source>
        <translation>Wählen Sie eine kleinere Datei.</translation>
    </message>
    <message>
        <source>Choose an ordinary file.</source>
        <translation>Wählen Sie eine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>Choose the folder that holds the images.</source>
        <translation>Wählen Sie den Ordner, der die Bilder enthält.</translation>
    </message>
    <message>
        <source>Free some space or choose another folder, then try again.</source>
        <translation>Schaffen Sie Platz oder wählen Sie einen anderen Ordner, dann versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>existiert nicht</translation>
    </message>
    <message>
        <source>is a folder, not a file</source>
        <translation>ist ein Ordner, keine Datei</translation>
    </message>
    <message>
        <source>is not a folder</source>
        <translation>ist kein Ordner</translation>
    </message>
    <message>
        <source>is not an ordinary file</source>
        <translation>ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>may not be read</source>
        <translation>darf nicht gelesen werden</translation>
    </message>
    <message>
        <source>may not be written</source>
        <translation>darf nicht geschrieben werden</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>the folder does not exist</source>
        <translation>der Ordner existiert nicht</translation>
    </message>
    <message>
        <source>Check the drive, then try again.</source>
        <translation>Prüfen Sie das Laufwerk, dann versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Choose a folder on a local disk.</source>
        <translation>Wählen Sie einen Ordner auf einem lokalen Laufwerk.</translation>
    </message>
    <message>
        <source>Choose another case file; this one was left as it is.</source>
        <translation>Wählen Sie eine andere Falldatei; diese blieb unverändert.</translation>
    </message>
    <message>
        <source>Choose another file; this one was left as it is.</source>
        <translation>Wählen Sie eine andere Datei; diese blieb unverändert.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>Schließen Sie andere Programme und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Close the other program that has these cases open, then try again.</source>
        <translation>Schließen Sie das andere Programm, das diese Fälle geöffnet hat, dann versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Open it with that version, or choose another case file; this one was left as it is.</source>
        <translation>Öffnen Sie sie mit jener Version oder wählen Sie eine andere Falldatei; diese blieb unverändert.</translation>
    </message>
    <message>
        <source>Restore it from a backup, or choose another case file.</source>
        <translation>Stellen Sie sie aus einer Sicherung wieder her oder wählen Sie eine andere Falldatei.</translation>
    </message>
    <message>
        <source>is being used by another program</source>
        <translation>wird von einem anderen Programm benutzt</translation>
    </message>
    <message>
        <source>is not a case file of Leukolens</source>
        <translation>ist keine Falldatei von Leukolens</translation>
    </message>
    <message>
        <source>Copying the cases</source>
        <translation>Fälle werden kopiert</translation>
    </message>
    <message>
        <source>Verifying the audit trail</source>
        <translation>Änderungsprotokoll wird geprüft</translation>
    </message>
    <message>
        <source>is no address of a PostgreSQL server</source>
        <translation>ist keine Adresse eines PostgreSQL-Servers</translation>
    </message>
    <message>
        <source>names a service and not the server itself</source>
        <translation>nennt einen Dienst und nicht den Server selbst</translation>
    </message>
    <message>
        <source>names several servers</source>
        <translation>nennt mehrere Server</translation>
    </message>
    <message>
        <source>Type it as postgresql://user@server:5432/database.</source>
        <translation>Geben Sie sie als postgresql://benutzer@server:5432/datenbank ein.</translation>
    </message>
    <message>
        <source>the connection to the server was lost</source>
        <translation>die Verbindung zum Server ist abgebrochen</translation>
    </message>
    <message>
        <source>Check the network and whether the server is running, then try again.</source>
        <translation>Prüfen Sie das Netzwerk und ob der Server läuft, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Check the address and the network, and whether the server is running.</source>
        <translation>Prüfen Sie die Adresse, das Netzwerk und ob der Server läuft.</translation>
    </message>
    <message>
        <source>the connection to the server was lost while saving, so that nobody knows whether the change was saved</source>
        <translation>die Verbindung zum Server ist beim Speichern abgebrochen, sodass niemand weiß, ob die Änderung gespeichert wurde</translation>
    </message>
    <message>
        <source>Look whether it is there before you make it again.</source>
        <translation>Sehen Sie nach, ob sie da ist, bevor Sie sie wiederholen.</translation>
    </message>
    <message>
        <source>Check the user name and the password in the address.</source>
        <translation>Prüfen Sie Benutzername und Passwort in der Adresse.</translation>
    </message>
    <message>
        <source>the server does not let this user in</source>
        <translation>der Server lässt diesen Benutzer nicht herein</translation>
    </message>
    <message>
        <source>the server does not let this user do that</source>
        <translation>der Server lässt diesen Benutzer das nicht tun</translation>
    </message>
    <message>
        <source>the server cannot be reached</source>
        <translation>der Server ist nicht zu erreichen</translation>
    </message>
    <message>
        <source>the server ended the connection</source>
        <translation>der Server hat die Verbindung beendet</translation>
    </message>
    <message>
        <source>the server offers no encrypted connection as it was asked for</source>
        <translation>der Server bietet keine verschlüsselte Verbindung, wie sie verlangt war</translation>
    </message>
    <message>
        <source>the server&apos;s tables are damaged</source>
        <translation>die Tabellen des Servers sind beschädigt</translation>
    </message>
    <message>
        <source>the server refused</source>
        <translation>der Server hat abgelehnt</translation>
    </message>
    <message>
        <source>the server asks for a password</source>
        <translation>der Server verlangt ein Passwort</translation>
    </message>
    <message>
        <source>the server has no database of that name</source>
        <translation>der Server hat keine Datenbank dieses Namens</translation>
    </message>
    <message>
        <source>Check the address, or ask who looks after the server.</source>
        <translation>Prüfen Sie die Adresse, oder fragen Sie, wer den Server betreut.</translation>
    </message>
    <message>
        <source>Ask who looks after the server.</source>
        <translation>Fragen Sie, wer den Server betreut.</translation>
    </message>
    <message>
        <source>Ask who looks after the server for the right to read and write these tables, and to create them where there are none.</source>
        <translation>Bitten Sie, wer den Server betreut, um das Recht, diese Tabellen zu lesen und zu schreiben und sie anzulegen, wo es keine gibt.</translation>
    </message>
    <message>
        <source>the server only lets its tables be read</source>
        <translation>die Tabellen des Servers können nur gelesen werden</translation>
    </message>
    <message>
        <source>Ask who looks after the server for one that can be written.</source>
        <translation>Bitten Sie, wer den Server betreut, um einen, der beschrieben werden kann.</translation>
    </message>
    <message>
        <source>the disk of the server is full</source>
        <translation>der Datenträger des Servers ist voll</translation>
    </message>
    <message>
        <source>Ask who looks after the server to free space, then try again.</source>
        <translation>Bitten Sie, wer den Server betreut, Platz zu schaffen, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>memory ran out on the server</source>
        <translation>auf dem Server ist der Arbeitsspeicher ausgegangen</translation>
    </message>
    <message>
        <source>Try again, or ask who looks after the server.</source>
        <translation>Versuchen Sie es erneut, oder fragen Sie, wer den Server betreut.</translation>
    </message>
    <message>
        <source>the server has no connection left</source>
        <translation>der Server hat keine Verbindung mehr frei</translation>
    </message>
    <message>
        <source>Close the program where nobody uses it, then try again.</source>
        <translation>Schließen Sie das Programm, wo es niemand benutzt, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Wait a moment, then try again.</source>
        <translation>Warten Sie einen Augenblick, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>the server took too long</source>
        <translation>der Server hat zu lange gebraucht</translation>
    </message>
    <message>
        <source>another program changed the same rows at the same moment</source>
        <translation>ein anderes Programm hat im selben Augenblick dieselben Zeilen geändert</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>a path or text is not UTF-8, which a server does not keep</source>
        <translation>ein Pfad oder Text ist kein UTF-8, und anderes bewahrt ein Server nicht auf</translation>
    </message>
    <message>
        <source>Rename the file or folder, then try again.</source>
        <translation>Benennen Sie die Datei oder den Ordner um, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Ask who looks after the server to restore a backup.</source>
        <translation>Bitten Sie, wer den Server betreut, eine Sicherung wiederherzustellen.</translation>
    </message>
    <message>
        <source>the server&apos;s tables are damaged (tables are missing)</source>
        <translation>die Tabellen des Servers sind beschädigt (es fehlen welche)</translation>
    </message>
    <message>
        <source>Ask who looks after the server to switch TLS on. Only in a network that nobody listens to: add ?sslmode=disable to the address.</source>
        <translation>Bitten Sie, wer den Server betreut, TLS einzuschalten. Nur in einem Netzwerk, in dem niemand mithört: Hängen Sie ?sslmode=disable an die Adresse an.</translation>
    </message>
    <message>
        <source>Ask who looks after the server for a database with ENCODING &apos;UTF8&apos;.</source>
        <translation>Bitten Sie, wer den Server betreut, um eine Datenbank mit ENCODING &apos;UTF8&apos;.</translation>
    </message>
    <message>
        <source>Choose a newer server, or a case file.</source>
        <translation>Wählen Sie einen neueren Server oder eine Falldatei.</translation>
    </message>
    <message>
        <source>the database holds tables of another program</source>
        <translation>die Datenbank enthält Tabellen eines anderen Programms</translation>
    </message>
    <message>
        <source>Choose an empty database; this one was left as it is.</source>
        <translation>Wählen Sie eine leere Datenbank; diese blieb, wie sie ist.</translation>
    </message>
    <message>
        <source>this user has no schema in the database where tables could be</source>
        <translation>dieser Benutzer hat in der Datenbank kein Schema, in dem Tabellen liegen könnten</translation>
    </message>
    <message>
        <source>Open the case again, and look at what stands there now.</source>
        <translation>Öffnen Sie den Fall erneut, und sehen Sie nach, was jetzt dort steht.</translation>
    </message>
    <message>
        <source>holds cases already</source>
        <translation>enthält schon Fälle</translation>
    </message>
    <message>
        <source>is there already</source>
        <translation>ist schon da</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Choose a case file that exists.</source>
        <translation>Wählen Sie eine Falldatei, die es gibt.</translation>
    </message>
    <message>
        <source>the copy is not what was copied</source>
        <translation>die Kopie ist nicht, was kopiert wurde</translation>
    </message>
    <message>
        <source>memory ran out</source>
        <translation>der Arbeitsspeicher ist erschöpft</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller batch or input size.</source>
        <translation>Schließen Sie andere Programme oder wählen Sie eine kleinere Batch- oder Eingabegröße.</translation>
    </message>
    <message>
        <source>is not named UID_&lt;subject&gt;_&lt;image&gt;_&lt;cell&gt;_all or _hem as the other cells are, so neither its subject nor its class is known; left out</source>
        <translation>heißt nicht UID_&lt;Person&gt;_&lt;Bild&gt;_&lt;Zelle&gt;_all oder _hem wie die anderen Zellen, daher sind weder Person noch Klasse bekannt; ausgelassen</translation>
    </message>
    <message>
        <source>holds test pictures whose names say no class (%1); they do not train and are left out</source>
        <translation>enthält Testbilder, deren Namen keine Klasse nennen (%1); sie werden nicht trainiert und ausgelassen</translation>
    </message>
    <message>
        <source>holds images outside any class folder (%1); they have no class and are left out</source>
        <translation>enthält Bilder außerhalb der Klassenordner (%1); sie haben keine Klasse und werden ausgelassen</translation>
    </message>
    <message>
        <source>Choose an empty folder or a new name.</source>
        <translation>Wählen Sie einen leeren Ordner oder einen neuen Namen.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>is not empty</source>
        <translation>ist nicht leer</translation>
    </message>
    <message>
        <source>Choose the folder above both all and hem.</source>
        <translation>Wählen Sie den Ordner über all und hem.</translation>
    </message>
    <message>
        <source>Choose the folder that directly holds one folder for each class.</source>
        <translation>Wählen Sie den Ordner, der direkt einen Ordner je Klasse enthält.</translation>
    </message>
    <message>
        <source>Copy the images again from where they came.</source>
        <translation>Kopieren Sie die Bilder erneut von ihrer Quelle.</translation>
    </message>
    <message>
        <source>Put the images of each class into a folder of its own.</source>
        <translation>Legen Sie die Bilder jeder Klasse in einen eigenen Ordner.</translation>
    </message>
    <message>
        <source>holds no image (BMP, PNG, JPEG, TIFF or WebP)</source>
        <translation>enthält kein Bild (BMP, PNG, JPEG, TIFF oder WebP)</translation>
    </message>
    <message>
        <source>holds no usable image</source>
        <translation>enthält kein brauchbares Bild</translation>
    </message>
    <message>
        <source>holds cells of %1 class only, expected %2 at least</source>
        <translation>enthält nur Zellen von %1 Klasse, mindestens %2 sind nötig</translation>
    </message>
    <message>
        <source>Add cells of another class.</source>
        <translation>Fügen Sie Zellen einer weiteren Klasse hinzu.</translation>
    </message>
    <message>
        <source>Add cells of that class.</source>
        <translation>Fügen Sie Zellen dieser Klasse hinzu.</translation>
    </message>
    <message>
        <source>Add subjects of that class, or choose the protocol paper, which splits by image.</source>
        <translation>Fügen Sie Personen dieser Klasse hinzu oder wählen Sie das Protokoll „Artikel (nach Bildern)“.</translation>
    </message>
    <message>
        <source>Name the files as C-NMC does (UID_&lt;subject&gt;_…), or choose the protocol paper, which splits by image.</source>
        <translation>Benennen Sie die Dateien wie C-NMC (UID_&lt;Person&gt;_…) oder wählen Sie das Protokoll „Artikel (nach Bildern)“.</translation>
    </message>
    <message>
        <source>Choose the column that names the subject, or the protocol paper, which splits by image.</source>
        <translation>Wählen Sie die Spalte, die die Person nennt, oder das Protokoll „Artikel (nach Bildern)“.</translation>
    </message>
    <message>
        <source>no subject is known of any cell, so patients cannot be kept apart</source>
        <translation>von keiner Zelle ist die Person bekannt, daher lassen sich Patienten nicht trennen</translation>
    </message>
    <message>
        <source>Choose auto, cpu or cuda.</source>
        <translation>Wählen Sie auto, cpu oder cuda.</translation>
    </message>
    <message>
        <source>Choose auto, fp32 or bf16.</source>
        <translation>Wählen Sie auto, fp32 oder bf16.</translation>
    </message>
    <message>
        <source>Choose the device cpu, or check the NVIDIA driver.</source>
        <translation>Wählen Sie die CPU oder prüfen Sie den NVIDIA-Treiber.</translation>
    </message>
    <message>
        <source>no CUDA GPU can be used on this computer</source>
        <translation>auf diesem Rechner ist keine CUDA-GPU nutzbar</translation>
    </message>
    <message>
        <source>Choose weights of this network with torchvision&apos;s names.</source>
        <translation>Wählen Sie Gewichte dieses Netzes mit den Namen von torchvision.</translation>
    </message>
    <message>
        <source>Choose a lower learning rate.</source>
        <translation>Wählen Sie eine kleinere Lernrate.</translation>
    </message>
    <message>
        <source>Choose a run folder.</source>
        <translation>Wählen Sie den Ordner eines Laufs.</translation>
    </message>
    <message>
        <source>Choose a new folder.</source>
        <translation>Wählen Sie einen neuen Ordner.</translation>
    </message>
    <message>
        <source>Choose a folder that leukolens train wrote.</source>
        <translation>Wählen Sie einen Ordner, den ein Training geschrieben hat.</translation>
    </message>
    <message>
        <source>The run folder is damaged.</source>
        <translation>Der Ordner des Laufs ist beschädigt.</translation>
    </message>
    <message>
        <source>The run folder is damaged or of a newer version.</source>
        <translation>Der Ordner des Laufs ist beschädigt oder von einer neueren Version.</translation>
    </message>
    <message>
        <source>Update Leukolens.</source>
        <translation>Aktualisieren Sie Leukolens.</translation>
    </message>
    <message>
        <source>Restore the file from a copy.</source>
        <translation>Stellen Sie die Datei aus einer Kopie wieder her.</translation>
    </message>
    <message>
        <source>Close other programs.</source>
        <translation>Schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>Close other programs, then try again.</source>
        <translation>Schließen Sie andere Programme, dann versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>is a file, a run needs a folder</source>
        <translation>ist eine Datei, ein Lauf braucht einen Ordner</translation>
    </message>
    <message>
        <source>is not empty; earlier results are never overwritten</source>
        <translation>ist nicht leer; frühere Ergebnisse werden nie überschrieben</translation>
    </message>
    <message>
        <source>is no run folder: settings.json is missing</source>
        <translation>ist kein Ordner eines Laufs: settings.json fehlt</translation>
    </message>
    <message>
        <source>Choose a value in that range.</source>
        <translation>Wählen Sie einen Wert in diesem Bereich.</translation>
    </message>
    <message>
        <source>is damaged: its pixels cannot be unpacked</source>
        <translation>ist beschädigt: die Bildpunkte lassen sich nicht entpacken</translation>
    </message>
    <message>
        <source>needs more memory than there is</source>
        <translation>braucht mehr Speicher als vorhanden</translation>
    </message>
    <message>
        <source>Choose a picture of a cell.</source>
        <translation>Wählen Sie das Bild einer Zelle.</translation>
    </message>
    <message>
        <source>Copy the file again from where it came.</source>
        <translation>Kopieren Sie die Datei erneut von ihrer Quelle.</translation>
    </message>
    <message>
        <source>Cut out or shrink the part that is needed.</source>
        <translation>Schneiden Sie den nötigen Teil aus oder verkleinern Sie ihn.</translation>
    </message>
    <message>
        <source>If it is a picture of another kind, save it as PNG or BMP.</source>
        <translation>Ist es ein Bild anderer Art, speichern Sie es als PNG oder BMP.</translation>
    </message>
    <message>
        <source>Open it in the program that made it and save it again as PNG or BMP.</source>
        <translation>Öffnen Sie es im ursprünglichen Programm und speichern Sie es erneut als PNG oder BMP.</translation>
    </message>
    <message>
        <source>Save it as %1-bit or %2-bit PNG, BMP, JPEG or TIFF.</source>
        <translation>Speichern Sie es als PNG, BMP, JPEG oder TIFF mit %1 oder %2 Bit.</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>ist leer</translation>
    </message>
    <message>
        <source>is not a BMP, PNG, JPEG, TIFF or WebP image</source>
        <translation>ist kein BMP-, PNG-, JPEG-, TIFF- oder WebP-Bild</translation>
    </message>
    <message>
        <source>Choose a .leukomodel that Leukolens wrote.</source>
        <translation>Wählen Sie ein .leukomodel, das Leukolens geschrieben hat.</translation>
    </message>
    <message>
        <source>Copy or export the model again.</source>
        <translation>Kopieren oder exportieren Sie das Modell erneut.</translation>
    </message>
    <message>
        <source>Export the model again.</source>
        <translation>Exportieren Sie das Modell erneut.</translation>
    </message>
    <message>
        <source>Train or export the model again.</source>
        <translation>Trainieren oder exportieren Sie das Modell erneut.</translation>
    </message>
    <message>
        <source>is no model of Leukolens</source>
        <translation>ist kein Modell von Leukolens</translation>
    </message>
    <message>
        <source>finds cells in whole fields, it does not classify pictures of single cells</source>
        <translation>findet Zellen in ganzen Gesichtsfeldern, es klassifiziert keine Bilder einzelner Zellen</translation>
    </message>
    <message>
        <source>Use it by leukolens detect, or choose a classifier.</source>
        <translation>Verwenden Sie es mit leukolens detect, oder wählen Sie ein klassifizierendes Modell.</translation>
    </message>
    <message>
        <source>is truncated or damaged</source>
        <translation>ist abgeschnitten oder beschädigt</translation>
    </message>
    <message>
        <source>the weights do not match the checksum in the model card</source>
        <translation>die Gewichte passen nicht zur Prüfsumme der Modellkarte</translation>
    </message>
    <message>
        <source>Copy or download the file again.</source>
        <translation>Kopieren oder laden Sie die Datei erneut.</translation>
    </message>
    <message>
        <source>Copy or export the file again.</source>
        <translation>Kopieren oder exportieren Sie die Datei erneut.</translation>
    </message>
    <message>
        <source>Choose a .pth saved by torch.save.</source>
        <translation>Wählen Sie eine mit torch.save gespeicherte .pth.</translation>
    </message>
    <message>
        <source>Choose a file of weights.</source>
        <translation>Wählen Sie eine Datei mit Gewichten.</translation>
    </message>
    <message>
        <source>Open it in PyTorch and save its state_dict() again.</source>
        <translation>Öffnen Sie sie in PyTorch und speichern Sie ihr state_dict() erneut.</translation>
    </message>
    <message>
        <source>Save the network&apos;s state_dict() with torch.save, or use safetensors.</source>
        <translation>Speichern Sie das state_dict() des Netzes mit torch.save oder nutzen Sie safetensors.</translation>
    </message>
    <message>
        <source>is a .pth of PyTorch&apos;s old form, which is not read here</source>
        <translation>ist eine .pth in PyTorchs alter Form, die hier nicht gelesen wird</translation>
    </message>
    <message>
        <source>is a zip file without PyTorch weights</source>
        <translation>ist eine Zip-Datei ohne PyTorch-Gewichte</translation>
    </message>
    <message>
        <source>is neither a .pth nor a .safetensors file</source>
        <translation>ist weder eine .pth- noch eine .safetensors-Datei</translation>
    </message>
    <message>
        <source>Finding images</source>
        <translation>Bilder werden gesucht</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>Classifying cells</source>
        <translation>Zellen werden klassifiziert</translation>
    </message>
    <message>
        <source>Fold %1 of %2 of a training on %3 cells.</source>
        <translation>Fold %1 von %2 eines Trainings mit %3 Zellen.</translation>
    </message>
    <message>
        <source>leukemic lymphoblast (acute lymphoblastic leukemia)</source>
        <translation>leukämischer Lymphoblast (akute lymphatische Leukämie)</translation>
    </message>
    <message>
        <source>normal lymphoid cell</source>
        <translation>normale lymphatische Zelle</translation>
    </message>
    <message>
        <source>test cells of unseen subjects</source>
        <translation>Testzellen ungesehener Patienten</translation>
    </message>
    <message>
        <source>held-out cells of subjects that the training has seen too (optimistic)</source>
        <translation>zurückgehaltenen Zellen von Patienten, die auch das Training gesehen hat (optimistisch)</translation>
    </message>
    <message>
        <source>bootstrap over subjects, percentile, %1 resamples, seed %2</source>
        <translation>Bootstrap über Patienten, Perzentile, %1 Ziehungen, Startwert %2</translation>
    </message>
    <message>
        <source>bootstrap over cells, as no subjects are known, percentile, %1 resamples, seed %2</source>
        <translation>Bootstrap über Zellen, da keine Patienten bekannt sind, Perzentile, %1 Ziehungen, Startwert %2</translation>
    </message>
    <message>
        <source>Not stated. The terms of the training pictures apply.</source>
        <translation>Nicht angegeben. Es gelten die Bedingungen der Trainingsbilder.</translation>
    </message>
    <message>
        <source>Not stated. The terms of the file that it was imported from apply.</source>
        <translation>Nicht angegeben. Es gelten die Bedingungen der Datei, aus der es übernommen wurde.</translation>
    </message>
    <message>
        <source>Research on pictures of single white blood cells that were stained, photographed and cut out as the training pictures were. For research use only. Not for diagnosis.</source>
        <translation>Forschung an Bildern einzelner weißer Blutzellen, die wie die Trainingsbilder gefärbt, aufgenommen und ausgeschnitten wurden. Nur für Forschungszwecke. Nicht zur Diagnose.</translation>
    </message>
    <message>
        <source>What was learnt from other pictures may help little with these: compare with a training that starts from nothing.</source>
        <translation>Was an anderen Bildern gelernt wurde, hilft bei diesen vielleicht wenig: mit einem Training vergleichen, das bei null beginnt.</translation>
    </message>
    <message>
        <source>Starting point for training: it has no last layer and classifies nothing. For research use only. Not for diagnosis.</source>
        <translation>Ausgangspunkt fürs Training: Ohne letzte Schicht klassifiziert es nichts. Nur für Forschungszwecke. Nicht zur Diagnose.</translation>
    </message>
    <message>
        <source>Knows its own classes alone: another kind of cell may be put into one of them without a word. Other stains, cameras and magnifications than those of the training pictures may give wrong answers with high probabilities.</source>
        <translation>Kennt nur seine eigenen Klassen: Eine andere Art von Zelle kann ohne Hinweis einer davon zugeordnet werden. Andere Färbungen, Kameras und Vergrößerungen als die der Trainingsbilder können falsche Antworten mit hohen Wahrscheinlichkeiten geben.</translation>
    </message>
    <message>
        <source>The last layer of the weights is made for %1 classes: a fresh one for %2 classes takes its place.</source>
        <translation>Die letzte Schicht der Gewichte ist für %1 Klassen gemacht: Eine neue für %2 Klassen tritt an ihre Stelle.</translation>
    </message>
    <message>
        <source>Choose a model or a file of weights.</source>
        <translation>Wählen Sie ein Modell oder eine Datei mit Gewichten.</translation>
    </message>
    <message>
        <source>Choose another title.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Choose weights of a whole network.</source>
        <translation>Wählen Sie Gewichte eines ganzen Netzes.</translation>
    </message>
    <message>
        <source>Choose weights of this network.</source>
        <translation>Wählen Sie Gewichte dieses Netzes.</translation>
    </message>
    <message>
        <source>Export its weights first.</source>
        <translation>Exportieren Sie zuerst seine Gewichte.</translation>
    </message>
    <message>
        <source>Export the model again, or import the weights as a starting point for training.</source>
        <translation>Exportieren Sie das Modell erneut, oder übernehmen Sie die Gewichte als Ausgangspunkt fürs Training.</translation>
    </message>
    <message>
        <source>Import it without classes, as a starting point for training.</source>
        <translation>Übernehmen Sie die Datei ohne Klassen, als Ausgangspunkt fürs Training.</translation>
    </message>
    <message>
        <source>Look at the list again.</source>
        <translation>Sehen Sie die Liste erneut an.</translation>
    </message>
    <message>
        <source>Name as many classes as there are outputs, in their order.</source>
        <translation>Benennen Sie so viele Klassen, wie es Ausgänge gibt, in deren Reihenfolge.</translation>
    </message>
    <message>
        <source>Pack it again without compression.</source>
        <translation>Packen Sie die Datei erneut, ohne Kompression.</translation>
    </message>
    <message>
        <source>Save it again on an x86 or ARM computer.</source>
        <translation>Speichern Sie die Datei erneut auf einem Rechner mit x86 oder ARM.</translation>
    </message>
    <message>
        <source>Save the network&apos;s state_dict() with torch.save.</source>
        <translation>Speichern Sie das state_dict() des Netzes mit torch.save.</translation>
    </message>
    <message>
        <source>Save the weights as float32, float16 or bfloat16.</source>
        <translation>Speichern Sie die Gewichte als float32, float16 oder bfloat16.</translation>
    </message>
    <message>
        <source>Train a model from it, or choose another.</source>
        <translation>Trainieren Sie daraus ein Modell, oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>has no last layer, so it cannot classify</source>
        <translation>hat keine letzte Schicht und kann daher nicht klassifizieren</translation>
    </message>
    <message>
        <source>has no last layer: it is a starting point for training and classifies nothing</source>
        <translation>hat keine letzte Schicht: Es ist ein Ausgangspunkt fürs Training und klassifiziert nichts</translation>
    </message>
    <message>
        <source>holds no tensors</source>
        <translation>enthält keine Tensoren</translation>
    </message>
    <message>
        <source>holds nothing but a last layer</source>
        <translation>enthält nur eine letzte Schicht</translation>
    </message>
    <message>
        <source>is a TorchScript program, of which only weights could be read</source>
        <translation>ist ein TorchScript-Programm, von dem nur Gewichte gelesen werden könnten</translation>
    </message>
    <message>
        <source>is no zip file</source>
        <translation>ist keine Zip-Datei</translation>
    </message>
    <message>
        <source>is too large for the memory that is left</source>
        <translation>ist zu groß für den freien Arbeitsspeicher</translation>
    </message>
    <message>
        <source>its list of tensors is longer than any network&apos;s</source>
        <translation>ihre Liste von Tensoren ist länger als die jedes Netzes</translation>
    </message>
    <message>
        <source>the model is no longer there</source>
        <translation>das Modell ist nicht mehr da</translation>
    </message>
    <message>
        <source>the network answers with something that is no number</source>
        <translation>das Netz antwortet mit etwas, das keine Zahl ist</translation>
    </message>
    <message>
        <source>was saved with another byte order</source>
        <translation>wurde mit anderer Byte-Reihenfolge gespeichert</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Folds</translation>
    </message>
    <message>
        <source>Epochs at most</source>
        <translation>Epochen, höchstens</translation>
    </message>
    <message>
        <source>How often each fold goes through its training cells, if it is not stopped early</source>
        <translation>Wie oft jeder Fold seine Trainingszellen durchgeht, wenn er nicht früh endet</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>Geduld</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Epochs without a better validation loss after which a fold stops</source>
        <translation>Epochen ohne besseren Validierungsverlust, nach denen ein Fold endet</translation>
    </message>
    <message>
        <source>Input size</source>
        <translation>Eingabegröße</translation>
    </message>
    <message>
        <source>px</source>
        <translation>px</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Cells in one training step; more need more memory</source>
        <translation>Zellen in einem Trainingsschritt; mehr brauchen mehr Speicher</translation>
    </message>
    <message>
        <source>Unequal classes</source>
        <translation>Ungleiche Klassen</translation>
    </message>
    <message>
        <source>What is done about classes of different size</source>
        <translation>Was bei verschieden großen Klassen geschieht</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>Fixes split, initial weights, order and augmentation: the same seed repeats a run</source>
        <translation>Legt Teilung, Anfangsgewichte, Reihenfolge und Augmentierung fest: Dieselbe Startzahl wiederholt einen Lauf</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Which network is trained</source>
        <translation>Welches Netz trainiert wird</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Weights to start from (.leukomodel, .pth or .safetensors); empty: random ones</source>
        <translation>Gewichte zum Anfang (.leukomodel, .pth oder .safetensors); leer: zufällige</translation>
    </message>
    <message>
        <source>Frozen up to</source>
        <translation>Eingefroren bis</translation>
    </message>
    <message>
        <source>Layers up to here stay as the weights have them; with all but the last layer frozen, training takes seconds</source>
        <translation>Schichten bis hierher bleiben, wie die Gewichte sie haben; ist alles außer der letzten Schicht eingefroren, dauert das Training Sekunden</translation>
    </message>
    <message>
        <source>Augmented copies</source>
        <translation>Veränderte Kopien</translation>
    </message>
    <message>
        <source>Frozen trunk: how many augmented versions of each cell are computed once and trained on</source>
        <translation>Eingefrorener Stamm: wie viele veränderte Fassungen jeder Zelle einmal berechnet und zum Training benutzt werden</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Share of the features left out at random before the last layer</source>
        <translation>Anteil der Merkmale, die vor der letzten Schicht zufällig ausgelassen werden</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>Rechnen auf</translation>
    </message>
    <message>
        <source>Where the network runs; automatic: on the GPU where there is one</source>
        <translation>Wo das Netz läuft; automatisch: auf der GPU, wo es eine gibt</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>Zahlenformat</translation>
    </message>
    <message>
        <source>Automatic: 16 bit where the device computes with it in hardware</source>
        <translation>Automatisch: 16 Bit, wo das Gerät in Hardware damit rechnet</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>How the weights follow the gradients</source>
        <translation>Wie die Gewichte den Gradienten folgen</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Size of the steps at their largest</source>
        <translation>Größe der Schritte, wo sie am größten sind</translation>
    </message>
    <message>
        <source>Trunk&apos;s share of the rate</source>
        <translation>Ratenanteil des Stamms</translation>
    </message>
    <message>
        <source>Learning rate of all but the last layers, as a share of theirs</source>
        <translation>Lernrate aller außer der letzten Schichten, als Anteil von deren Rate</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Momentum</translation>
    </message>
    <message>
        <source>Share of the last step that is kept in the next (SGD and RMSprop)</source>
        <translation>Anteil des letzten Schritts, der im nächsten erhalten bleibt (SGD und RMSprop)</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Gewichtsabnahme</translation>
    </message>
    <message>
        <source>How strongly weights are drawn to zero; never those of batch norm, nor biases</source>
        <translation>Wie stark Gewichte zur Null gezogen werden; nie die der Batch-Norm und nie Verschiebungen</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Verlauf der Rate</translation>
    </message>
    <message>
        <source>How the learning rate goes after the warm-up</source>
        <translation>Wie die Lernrate nach dem Aufwärmen verläuft</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>Aufwärmen</translation>
    </message>
    <message>
        <source>Share of all steps over which the learning rate rises</source>
        <translation>Anteil aller Schritte, über den die Lernrate steigt</translation>
    </message>
    <message>
        <source>Plateau</source>
        <translation>Plateau</translation>
    </message>
    <message>
        <source>Schedule that halves on a plateau: epochs without a better validation loss before it does</source>
        <translation>Verlauf mit Halbierung: Epochen ohne besseren Validierungsverlust, bevor halbiert wird</translation>
    </message>
    <message>
        <source>Largest gradient</source>
        <translation>Größter Gradient</translation>
    </message>
    <message>
        <source>Gradients whose common norm is larger are scaled down to it; 0: no limit</source>
        <translation>Gradienten mit größerer gemeinsamer Norm werden darauf verkleinert; 0: keine Grenze</translation>
    </message>
    <message>
        <source>Running mean of weights</source>
        <translation>Mittel der Gewichte</translation>
    </message>
    <message>
        <source>Decay of a running mean that is evaluated and saved instead of the weights; 0: none</source>
        <translation>Abnahme eines laufenden Mittels, das statt der Gewichte geprüft und gespeichert wird; 0: keines</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>Glättung der Klassen</translation>
    </message>
    <message>
        <source>Share of each label that is spread over all classes</source>
        <translation>Anteil jeder Zuordnung, der auf alle Klassen verteilt wird</translation>
    </message>
    <message>
        <source>Auxiliary loss</source>
        <translation>Hilfsverlust</translation>
    </message>
    <message>
        <source>Weight of the auxiliary head&apos;s loss</source>
        <translation>Gewicht des Verlusts des Hilfskopfs</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Augmentierung</translation>
    </message>
    <message>
        <source>Train on randomly changed versions of the cells</source>
        <translation>Mit zufällig veränderten Fassungen der Zellen trainieren</translation>
    </message>
    <message>
        <source>Brightness from</source>
        <translation>Helligkeit von</translation>
    </message>
    <message>
        <source>Brightness is multiplied by a factor from here</source>
        <translation>Die Helligkeit wird mit einem Faktor ab hier multipliziert</translation>
    </message>
    <message>
        <source>Brightness to</source>
        <translation>Helligkeit bis</translation>
    </message>
    <message>
        <source>Brightness is multiplied by a factor up to here</source>
        <translation>Die Helligkeit wird mit einem Faktor bis hier multipliziert</translation>
    </message>
    <message>
        <source>Contrast from</source>
        <translation>Kontrast von</translation>
    </message>
    <message>
        <source>Contrast is multiplied by a factor from here</source>
        <translation>Der Kontrast wird mit einem Faktor ab hier multipliziert</translation>
    </message>
    <message>
        <source>Contrast to</source>
        <translation>Kontrast bis</translation>
    </message>
    <message>
        <source>Contrast is multiplied by a factor up to here</source>
        <translation>Der Kontrast wird mit einem Faktor bis hier multipliziert</translation>
    </message>
    <message>
        <source>Saturation from</source>
        <translation>Sättigung von</translation>
    </message>
    <message>
        <source>Saturation is multiplied by a factor from here</source>
        <translation>Die Sättigung wird mit einem Faktor ab hier multipliziert</translation>
    </message>
    <message>
        <source>Saturation to</source>
        <translation>Sättigung bis</translation>
    </message>
    <message>
        <source>Saturation is multiplied by a factor up to here</source>
        <translation>Die Sättigung wird mit einem Faktor bis hier multipliziert</translation>
    </message>
    <message>
        <source>Gamma from</source>
        <translation>Gamma von</translation>
    </message>
    <message>
        <source>Exponent of the brightness, from here</source>
        <translation>Exponent der Helligkeit, ab hier</translation>
    </message>
    <message>
        <source>Gamma to</source>
        <translation>Gamma bis</translation>
    </message>
    <message>
        <source>Exponent of the brightness, up to here</source>
        <translation>Exponent der Helligkeit, bis hier</translation>
    </message>
    <message>
        <source>Flips</source>
        <translation>Spiegeln</translation>
    </message>
    <message>
        <source>Mirror cells at random</source>
        <translation>Zellen zufällig spiegeln</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>Drehen</translation>
    </message>
    <message>
        <source>Turn cells by a random angle: they have no up</source>
        <translation>Zellen um einen zufälligen Winkel drehen: Sie haben kein Oben</translation>
    </message>
    <message>
        <source>Largest angle</source>
        <translation>Größter Winkel</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>Cells are turned by up to this angle, either way</source>
        <translation>Zellen werden um bis zu diesem Winkel gedreht, in beide Richtungen</translation>
    </message>
    <message>
        <source>Patient-safe</source>
        <translation>Patientensicher</translation>
    </message>
    <message>
        <source>Paper (by image)</source>
        <translation>Artikel (nach Bildern)</translation>
    </message>
    <message>
        <source>Official (C-NMC)</source>
        <translation>Offiziell (C-NMC)</translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>Wie sie sind</translation>
    </message>
    <message>
        <source>Weighted loss</source>
        <translation>Gewichteter Verlust</translation>
    </message>
    <message>
        <source>Drawn equally</source>
        <translation>Gleich oft gezogen</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>SGD with momentum</source>
        <translation>SGD mit Momentum</translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation>RMSprop</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>Kosinus</translation>
    </message>
    <message>
        <source>Halved on a plateau</source>
        <translation>Halbiert auf Plateaus</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>Konstant</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU (CUDA)</translation>
    </message>
    <message>
        <source>32 bit (fp32)</source>
        <translation>32 Bit (fp32)</translation>
    </message>
    <message>
        <source>16 bit (bf16)</source>
        <translation>16 Bit (bf16)</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>All but the last layer</source>
        <translation>Alles außer der letzten Schicht</translation>
    </message>
    <message>
        <source>Repeated hold-out</source>
        <translation>Wiederholte Stichprobe</translation>
    </message>
    <message>
        <source>Stain colours: %1 of %2 cells show too little stain to be changed and are used as they are.</source>
        <translation>Farben der Färbung: %1 von %2 Zellen zeigen zu wenig Färbung, um angeglichen zu werden, und werden unverändert verwendet.</translation>
    </message>
    <message>
        <source>Stain colours</source>
        <translation>Farben der Färbung</translation>
    </message>
    <message>
        <source>Brings the colours of every picture to one fixed stain before training and classifying: Reinhard by mean and spread, Macenko by its two stains</source>
        <translation>Gleicht vor Training und Klassifizierung die Farben jedes Bildes an eine feste Färbung an: Reinhard über Mittelwert und Streuung, Macenko über seine zwei Farbstoffe</translation>
    </message>
    <message>
        <source>Reinhard</source>
        <translation>Reinhard</translation>
    </message>
    <message>
        <source>Macenko</source>
        <translation>Macenko</translation>
    </message>
    <message>
        <source>is outside %1 to %2 years</source>
        <translation>liegt außerhalb von %1 bis %2 Jahren</translation>
    </message>
    <message>
        <source>is outside %1 to %2 ×%3⁹/L</source>
        <translation>liegt außerhalb von %1 bis %2 ×%3⁹/l</translation>
    </message>
    <message>
        <source>is outside %1 to %2 %</source>
        <translation>liegt außerhalb von %1 bis %2 %</translation>
    </message>
    <message>
        <source>is not a number</source>
        <translation>ist keine Zahl</translation>
    </message>
    <message>
        <source>may have a comma for decimals or for thousands</source>
        <translation>hat ein Komma, das Dezimalen oder Tausender trennen kann</translation>
    </message>
    <message>
        <source>is longer than %1 bytes</source>
        <translation>ist länger als %1 Byte</translation>
    </message>
    <message>
        <source>is a date, which traces a person</source>
        <translation>ist ein Datum, das eine Person erkennbar macht</translation>
    </message>
    <message>
        <source>Say which column it is.</source>
        <translation>Geben Sie an, welche Spalte es ist.</translation>
    </message>
    <message>
        <source>Check the column of the classes.</source>
        <translation>Prüfen Sie die Spalte der Klassen.</translation>
    </message>
    <message>
        <source>Call it subject, or say which column it is.</source>
        <translation>Nennen Sie sie subject, oder geben Sie an, welche Spalte es ist.</translation>
    </message>
    <message>
        <source>Restore the file from a copy, or remove it: then no typed fact is known.</source>
        <translation>Stellen Sie die Datei aus einer Kopie wieder her, oder entfernen Sie sie: dann ist keine eingegebene Angabe bekannt.</translation>
    </message>
    <message>
        <source>Add that fact to the table or type it in, or stratify by nothing.</source>
        <translation>Ergänzen Sie diese Angabe in der Tabelle oder geben Sie sie ein, oder gleichen Sie nur nach Klassen aus.</translation>
    </message>
    <message>
        <source>Choose another protocol, or stratify by nothing.</source>
        <translation>Wählen Sie ein anderes Protokoll, oder gleichen Sie nur nach Klassen aus.</translation>
    </message>
    <message>
        <source>the protocol paper splits by image, so it cannot stratify by a fact of subjects</source>
        <translation>das Protokoll paper teilt nach Bildern auf, es kann nicht nach einer Angabe der Personen ausgleichen</translation>
    </message>
    <message>
        <source>says of no subject what to stratify by (sex)</source>
        <translation>gibt von keiner Person das Geschlecht an, nach dem ausgeglichen werden soll</translation>
    </message>
    <message>
        <source>says of no subject what to stratify by (immunophenotype)</source>
        <translation>gibt von keiner Person den Immunphänotyp an, nach dem ausgeglichen werden soll</translation>
    </message>
    <message>
        <source>says of no subject what to stratify by (response)</source>
        <translation>gibt von keiner Person das Prednison-Ansprechen an, nach dem ausgeglichen werden soll</translation>
    </message>
    <message>
        <source>Even folds</source>
        <translation>Ausgeglichene Folds</translation>
    </message>
    <message>
        <source>Beside classes, folds are made alike in this fact of the subjects, as far as it is known</source>
        <translation>Neben den Klassen werden die Folds in dieser Angabe der Personen gleich gemacht, soweit sie bekannt ist</translation>
    </message>
    <message>
        <source>By class alone</source>
        <translation>Nur nach Klasse</translation>
    </message>
    <message>
        <source>By sex</source>
        <translation>Nach Geschlecht</translation>
    </message>
    <message>
        <source>By immunophenotype</source>
        <translation>Nach Immunphänotyp</translation>
    </message>
    <message>
        <source>By prednisone response</source>
        <translation>Nach Prednison-Ansprechen</translation>
    </message>
    <message>
        <source>Comparing pictures</source>
        <translation>Bilder werden verglichen</translation>
    </message>
    <message>
        <source>Leave one of each pair out, or acknowledge in writing that the test figures are spoilt.</source>
        <translation>Lassen Sie von jedem Paar eines weg, oder bestätigen Sie schriftlich, dass die Testwerte verfälscht sind.</translation>
    </message>
    <message>
        <source>Who may be in training and test: patients kept apart, the paper&apos;s 70/30 by image, C-NMC&apos;s own folds, other patients drawn for each test, each patient tested alone, or a table of your own</source>
        <translation>Wer in Training und Test sein darf: Patienten getrennt, 70/30 nach Bildern wie im Artikel, die eigenen Folds von C-NMC, für jeden Test andere Patienten, jeder Patient allein im Test, oder eine eigene Tabelle</translation>
    </message>
    <message>
        <source>How many times the data are split and a network is trained; by C-NMC&apos;s own folds, one subject out and an own table it follows from the data</source>
        <translation>Wie oft die Daten aufgeteilt werden und ein Netz trainiert wird; bei C-NMCs Folds, einer Person im Test und eigener Tabelle folgt es aus den Daten</translation>
    </message>
    <message>
        <source>Leave one subject out</source>
        <translation>Eine Person im Test</translation>
    </message>
    <message>
        <source>Own table</source>
        <translation>Eigene Tabelle</translation>
    </message>
    <message>
        <source>Table of the split</source>
        <translation>Tabelle der Aufteilung</translation>
    </message>
    <message>
        <source>Own table: CSV or TSV with the columns path or sha256, fold and, if wanted, part (train, validation, test)</source>
        <translation>Eigene Tabelle: CSV oder TSV mit den Spalten path oder sha256, fold und, falls gewünscht, part (train, validation, test)</translation>
    </message>
    <message>
        <source>Intervals</source>
        <translation>Intervalle</translation>
    </message>
    <message>
        <source>Bands of the curves</source>
        <translation>Bänder der Kurven</translation>
    </message>
    <message>
        <source>Looking at the cells</source>
        <translation>Zellen werden angesehen</translation>
    </message>
    <message>
        <source>Laying out the map</source>
        <translation>Karte wird ausgelegt</translation>
    </message>
    <message>
        <source>Training %1 of %2</source>
        <translation>Training %1 von %2</translation>
    </message>
    <message>
        <source>has no finished fold: there is nothing to evaluate yet</source>
        <translation>hat keinen fertigen Fold: Es gibt noch nichts auszuwerten</translation>
    </message>
    <message>
        <source>Go on with the run first.</source>
        <translation>Setzen Sie den Lauf zuerst fort.</translation>
    </message>
    <message>
        <source>names other classes than predictions.csv</source>
        <translation>nennt andere Klassen als predictions.csv</translation>
    </message>
    <message>
        <source>has no cells to choose a threshold on: by the protocol paper the validation cells are the test cells, and what is chosen on them flatters them</source>
        <translation>hat keine Zellen, an denen sich eine Schwelle wählen ließe: Beim Protokoll „Paper“ sind die Validierungszellen die Testzellen, und was an ihnen gewählt wird, ist für sie zu günstig</translation>
    </message>
    <message>
        <source>Train by the protocol patient: it sets subjects aside for such choices.</source>
        <translation>Trainieren Sie mit dem Protokoll „patient“: Es stellt Personen für solche Entscheidungen beiseite.</translation>
    </message>
    <message>
        <source>did not keep the answers for its validation cells</source>
        <translation>hat die Antworten für seine Validierungszellen nicht aufbewahrt</translation>
    </message>
    <message>
        <source>It is of an earlier program. Evaluate it with its data (--data) to make them.</source>
        <translation>Er stammt von einem früheren Programm. Lassen Sie ihn mit seinen Daten neu antworten (--data).</translation>
    </message>
    <message>
        <source>the runs tell other classes apart</source>
        <translation>die Läufe unterscheiden andere Klassen</translation>
    </message>
    <message>
        <source>Only runs with the same classes can be compared.</source>
        <translation>Nur Läufe mit denselben Klassen lassen sich vergleichen.</translation>
    </message>
    <message>
        <source>the runs were tested on no common subject or image</source>
        <translation>die Läufe wurden an keiner gemeinsamen Person und keinem gemeinsamen Bild getestet</translation>
    </message>
    <message>
        <source>Compare runs that were tested on the same data.</source>
        <translation>Vergleichen Sie Läufe, die an denselben Daten getestet wurden.</translation>
    </message>
    <message>
        <source>there is no prediction to evaluate</source>
        <translation>es gibt keine Vorhersage auszuwerten</translation>
    </message>
    <message>
        <source>holds no prediction</source>
        <translation>enthält keine Vorhersage</translation>
    </message>
    <message>
        <source>holds none of the run&apos;s test cells</source>
        <translation>enthält keine der Testzellen des Laufs</translation>
    </message>
    <message>
        <source>tells other classes apart than the data have</source>
        <translation>unterscheidet andere Klassen, als die Daten haben</translation>
    </message>
    <message>
        <source>Choose the data that the run began with.</source>
        <translation>Wählen Sie die Daten, mit denen der Lauf begann.</translation>
    </message>
    <message>
        <source>is no list of reviewed errors that this program knows</source>
        <translation>ist keine Liste durchgesehener Fehler, die dieses Programm kennt</translation>
    </message>
    <message>
        <source>gives an error a cause that is neither label nor network</source>
        <translation>gibt einem Fehler eine Ursache, die weder Label noch Netz ist</translation>
    </message>
    <message>
        <source>names no cells</source>
        <translation>nennt keine Zellen</translation>
    </message>
    <message>
        <source>The next note begins a new list; this file is kept beside it.</source>
        <translation>Der nächste Vermerk beginnt eine neue Liste; diese Datei bleibt daneben erhalten.</translation>
    </message>
    <message>
        <source>has no map of fold %1</source>
        <translation>hat keine Karte von Fold %1</translation>
    </message>
    <message>
        <source>Its folds share one frozen trunk: they have one map.</source>
        <translation>Seine Folds teilen einen eingefrorenen Rumpf: Sie haben eine Karte.</translation>
    </message>
    <message>
        <source>Choose a fold that is done.</source>
        <translation>Wählen Sie einen fertigen Fold.</translation>
    </message>
    <message>
        <source>tested %1 cells; a map holds %2 at the most</source>
        <translation>hat %1 Zellen getestet; eine Karte fasst höchstens %2</translation>
    </message>
    <message>
        <source>Map a run of fewer cells.</source>
        <translation>Wählen Sie einen Lauf mit weniger Zellen.</translation>
    </message>
    <message>
        <source>is no map of cells that this program knows</source>
        <translation>ist keine Karte von Zellen, die dieses Programm kennt</translation>
    </message>
    <message>
        <source>Make the map anew.</source>
        <translation>Erstellen Sie die Karte neu.</translation>
    </message>
    <message>
        <source>a map of %1 cells was asked for, expected %2 at least</source>
        <translation>eine Karte von %1 Zellen wurde verlangt, es müssen mindestens %2 sein</translation>
    </message>
    <message>
        <source>a map of %1 cells was asked for, expected %2 at the most</source>
        <translation>eine Karte von %1 Zellen wurde verlangt, es dürfen höchstens %2 sein</translation>
    </message>
    <message>
        <source>Choose more cells.</source>
        <translation>Wählen Sie mehr Zellen.</translation>
    </message>
    <message>
        <source>Choose one fold.</source>
        <translation>Wählen Sie einen Fold.</translation>
    </message>
    <message>
        <source>the vectors hold something that is no number</source>
        <translation>die Vektoren enthalten etwas, das keine Zahl ist</translation>
    </message>
    <message>
        <source>is no learning curve that this program knows</source>
        <translation>ist keine Lernkurve, die dieses Programm kennt</translation>
    </message>
    <message>
        <source>Make the curve anew: what was trained for it is kept.</source>
        <translation>Erstellen Sie die Kurve neu: Was für sie trainiert wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>is not finished: its learning curve would end before its last point</source>
        <translation>ist nicht fertig: Seine Lernkurve endete vor ihrem letzten Punkt</translation>
    </message>
    <message>
        <source>was itself trained on a share of its subjects</source>
        <translation>wurde selbst mit einem Anteil seiner Personen trainiert</translation>
    </message>
    <message>
        <source>Choose a run that was trained on all of them.</source>
        <translation>Wählen Sie einen Lauf, der mit allen trainiert wurde.</translation>
    </message>
    <message>
        <source>was extended after it was done, which the smaller trainings would not be</source>
        <translation>wurde verlängert, nachdem er fertig war; die kleineren Trainings würden das nicht</translation>
    </message>
    <message>
        <source>Train anew with as many epochs at once.</source>
        <translation>Trainieren Sie neu mit gleich so vielen Epochen.</translation>
    </message>
    <message>
        <source>holds a run of other settings or data</source>
        <translation>enthält einen Lauf mit anderen Einstellungen oder Daten</translation>
    </message>
    <message>
        <source>Move the folder learning-curve away.</source>
        <translation>Verschieben Sie den Ordner learning-curve.</translation>
    </message>
    <message>
        <source>Share trained on</source>
        <translation>Trainierter Anteil</translation>
    </message>
    <message>
        <source>Share of each fold&apos;s training subjects that the network learns from; with less than 1 it shows what more subjects would bring</source>
        <translation>Anteil der Trainingspersonen jedes Folds, von denen das Netz lernt; mit weniger als 1 zeigt sich, was mehr Personen brächten</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>Wird entpackt</translation>
    </message>
    <message>
        <source>Explaining the answer</source>
        <translation>Die Antwort wird erklärt</translation>
    </message>
    <message>
        <source>is no zip file, or a damaged one</source>
        <translation>ist keine Zip-Datei oder eine beschädigte</translation>
    </message>
    <message>
        <source>is locked by a password</source>
        <translation>ist mit einem Passwort geschützt</translation>
    </message>
    <message>
        <source>holds no pictures</source>
        <translation>enthält keine Bilder</translation>
    </message>
    <message>
        <source>Copy it again, or drop the pictures themselves.</source>
        <translation>Kopieren Sie sie noch einmal, oder legen Sie die Bilder selbst ab.</translation>
    </message>
    <message>
        <source>Unpack it with another program, then drop the folder.</source>
        <translation>Entpacken Sie sie mit einem anderen Programm, und legen Sie den Ordner ab.</translation>
    </message>
    <message>
        <source>Reopen it before you change it.</source>
        <translation>Öffnen Sie ihn wieder, bevor Sie ihn ändern.</translation>
    </message>
    <message>
        <source>Add cells before you sign.</source>
        <translation>Fügen Sie Zellen hinzu, bevor Sie signieren.</translation>
    </message>
    <message>
        <source>Decide or confirm them before you sign.</source>
        <translation>Entscheiden Sie über sie oder bestätigen Sie sie, bevor Sie signieren.</translation>
    </message>
    <message>
        <source>Start another reading.</source>
        <translation>Beginnen Sie eine weitere Beurteilung.</translation>
    </message>
    <message>
        <source>there is no cell in this case</source>
        <translation>in diesem Fall ist keine Zelle</translation>
    </message>
    <message>
        <source>cells in Unidentified that nobody has reviewed: %1</source>
        <translation>ungeprüfte Zellen in „Nicht bestimmt“: %1</translation>
    </message>
    <message>
        <source>the case is not signed</source>
        <translation>der Fall ist nicht signiert</translation>
    </message>
    <message>
        <source>this reading is finished</source>
        <translation>diese Beurteilung ist abgeschlossen</translation>
    </message>
    <message>
        <source>Measuring 8-bit answers</source>
        <translation>8-Bit-Antworten werden gemessen</translation>
    </message>
    <message>
        <source>8-bit answers are computed on the CPU alone</source>
        <translation>8-Bit-Antworten werden nur auf dem Prozessor berechnet</translation>
    </message>
    <message>
        <source>its 8-bit answers differ from its others too often</source>
        <translation>seine 8-Bit-Antworten weichen zu oft von den übrigen ab</translation>
    </message>
    <message>
        <source>was not measured with 8-bit numbers</source>
        <translation>wurde nicht mit 8-Bit-Zahlen gemessen</translation>
    </message>
    <message>
        <source>this processor does not compute with 8-bit numbers</source>
        <translation>dieser Prozessor rechnet nicht mit 8-Bit-Zahlen</translation>
    </message>
    <message>
        <source>Choose the device cpu, or another precision.</source>
        <translation>Wählen Sie das Gerät cpu oder eine andere Genauigkeit.</translation>
    </message>
    <message>
        <source>Choose another precision.</source>
        <translation>Wählen Sie eine andere Genauigkeit.</translation>
    </message>
    <message>
        <source>Choose the precision auto.</source>
        <translation>Wählen Sie die Genauigkeit auto.</translation>
    </message>
    <message>
        <source>Preparing the picture</source>
        <translation>Das Bild wird vorbereitet</translation>
    </message>
    <message>
        <source>changes while it is read</source>
        <translation>ändert sich, während gelesen wird</translation>
    </message>
    <message>
        <source>Wait until the program that writes it has finished, then open it again.</source>
        <translation>Warten Sie, bis das Programm, das die Datei schreibt, fertig ist, und öffnen Sie sie dann erneut.</translation>
    </message>
    <message>
        <source>is a progressive JPEG of %1 × %2 px, which has to be unpacked as a whole; the limit for that is %3 pixels</source>
        <translation>ist ein progressives JPEG von %1 × %2 px und kann nur als Ganzes entpackt werden; die Grenze dafür liegt bei %3 Pixeln</translation>
    </message>
    <message>
        <source>is an interlaced PNG of %1 × %2 px, which has to be unpacked as a whole; the limit for that is %3 pixels</source>
        <translation>ist ein PNG mit Interlacing von %1 × %2 px und kann nur als Ganzes entpackt werden; die Grenze dafür liegt bei %3 Pixeln</translation>
    </message>
    <message>
        <source>is a WebP of %1 × %2 px, which has to be unpacked as a whole; the limit for that is %3 pixels</source>
        <translation>ist ein WebP von %1 × %2 px und kann nur als Ganzes entpackt werden; die Grenze dafür liegt bei %3 Pixeln</translation>
    </message>
    <message>
        <source>is a packed BMP of %1 × %2 px, which has to be unpacked as a whole; the limit for that is %3 pixels</source>
        <translation>ist ein gepacktes BMP von %1 × %2 px und kann nur als Ganzes entpackt werden; die Grenze dafür liegt bei %3 Pixeln</translation>
    </message>
    <message>
        <source>is a BMP of %1 bits a pixel of %2 × %3 px, which has to be unpacked as a whole; the limit for that is %4 pixels</source>
        <translation>ist ein BMP mit %1 Bit je Pixel von %2 × %3 px und kann nur als Ganzes entpackt werden; die Grenze dafür liegt bei %4 Pixeln</translation>
    </message>
    <message>
        <source>is a TIFF in pieces of %1 rows of %2 × %3 px, which has to be unpacked as a whole; the limit for that is %4 pixels</source>
        <translation>ist ein TIFF in Stücken von %1 Zeilen von %2 × %3 px und kann nur als Ganzes entpackt werden; die Grenze dafür liegt bei %4 Pixeln</translation>
    </message>
    <message>
        <source>Save it as an ordinary JPEG that is not progressive, or as PNG or TIFF.</source>
        <translation>Speichern Sie es als gewöhnliches JPEG, das nicht progressiv ist, oder als PNG oder TIFF.</translation>
    </message>
    <message>
        <source>Save it without interlacing.</source>
        <translation>Speichern Sie es ohne Interlacing.</translation>
    </message>
    <message>
        <source>Save it as PNG, as JPEG or as a BMP of %1 bits.</source>
        <translation>Speichern Sie es als PNG, als JPEG oder als BMP mit %1 Bit.</translation>
    </message>
    <message>
        <source>Save it with strips of a few rows, or in tiles of a few hundred pixels.</source>
        <translation>Speichern Sie es in Streifen von wenigen Zeilen oder in Kacheln von einigen hundert Pixeln.</translation>
    </message>
    <message>
        <source>measures %1 × %2 px, and there is no folder to prepare a picture of that size in</source>
        <translation>misst %1 × %2 px, und es gibt keinen Ordner, in dem ein Bild dieser Größe vorbereitet werden kann</translation>
    </message>
    <message>
        <source>Set HOME or XDG_CACHE_HOME to a folder that may be written.</source>
        <translation>Setzen Sie HOME oder XDG_CACHE_HOME auf einen Ordner, in den geschrieben werden darf.</translation>
    </message>
    <message>
        <source>has too little space for the prepared copy of a large picture: about %1 MB are needed, and as much to spare</source>
        <translation>hat zu wenig Platz für die vorbereitete Kopie eines großen Bildes: Etwa %1 MB werden gebraucht, und noch einmal so viel als Reserve</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>Schaffen Sie Platz und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>loses what is written to it</source>
        <translation>verliert, was in ihn geschrieben wird</translation>
    </message>
    <message>
        <source>its prepared copy on the disk is damaged</source>
        <translation>seine vorbereitete Kopie auf der Festplatte ist beschädigt</translation>
    </message>
    <message>
        <source>Open the picture again: the copy is then made anew.</source>
        <translation>Öffnen Sie das Bild erneut: Die Kopie wird dann neu angelegt.</translation>
    </message>
    <message>
        <source>Drawing fields</source>
        <translation>Felder werden gezeichnet</translation>
    </message>
    <message>
        <source>Cutting out cells</source>
        <translation>Zellen werden ausgeschnitten</translation>
    </message>
    <message>
        <source>Searching for cells</source>
        <translation>Zellen werden gesucht</translation>
    </message>
    <message>
        <source>Looking at the stain</source>
        <translation>Die Färbung wird betrachtet</translation>
    </message>
    <message>
        <source>cannot search with %1 threads</source>
        <translation>kann nicht mit %1 Threads suchen</translation>
    </message>
    <message>
        <source>cannot look for %1 cells</source>
        <translation>kann nicht nach %1 Zellen suchen</translation>
    </message>
    <message>
        <source>the scale is no positive number of µm per pixel</source>
        <translation>der Maßstab ist keine positive Zahl von µm je Pixel</translation>
    </message>
    <message>
        <source>an area needs three corners or more, this one has %1</source>
        <translation>ein Bereich braucht mindestens drei Ecken, dieser hat %1</translation>
    </message>
    <message>
        <source>a corner of the area is no number</source>
        <translation>eine Ecke des Bereichs ist keine Zahl</translation>
    </message>
    <message>
        <source>its pixels are wider than %1.%2 µm, too coarse to find cells</source>
        <translation>seine Pixel sind breiter als %1,%2 µm, zu grob, um Zellen zu finden</translation>
    </message>
    <message>
        <source>the area to search lies outside of it</source>
        <translation>der zu durchsuchende Bereich liegt außerhalb</translation>
    </message>
    <message>
        <source>Choose %1 or more.</source>
        <translation>Wählen Sie %1 oder mehr.</translation>
    </message>
    <message>
        <source>Choose %1 or more, or all of them.</source>
        <translation>Wählen Sie %1 oder mehr, oder alle.</translation>
    </message>
    <message>
        <source>Give the width of a pixel in µm, such as %1.%2.</source>
        <translation>Geben Sie die Breite eines Pixels in µm an, etwa %1,%2.</translation>
    </message>
    <message>
        <source>Draw the area on the slide.</source>
        <translation>Zeichnen Sie den Bereich im Präparat.</translation>
    </message>
    <message>
        <source>Scan the slide with an objective of %1 × or more, or correct the scale.</source>
        <translation>Scannen Sie das Präparat mit einem Objektiv von %1 × oder mehr, oder berichtigen Sie den Maßstab.</translation>
    </message>
    <message>
        <source>validation cells of %1 subjects, on which the threshold was chosen</source>
        <translation>an Validierungszellen von %1 Personen, an denen die Schwelle gewählt wurde</translation>
    </message>
    <message>
        <source>Check the printer, then try again.</source>
        <translation>Prüfen Sie den Drucker und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>the printer took no pages</source>
        <translation>der Drucker hat keine Seiten angenommen</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>Drucken</translation>
    </message>
    <message>
        <source>Drawing the report</source>
        <translation>Bericht wird gezeichnet</translation>
    </message>
    <message>
        <source>Choose a PNG or SVG file as logo.</source>
        <translation>Wählen Sie als Logo eine PNG- oder SVG-Datei.</translation>
    </message>
    <message>
        <source>is neither a PNG picture nor an SVG drawing</source>
        <translation>ist weder ein PNG-Bild noch eine SVG-Zeichnung</translation>
    </message>
    <message>
        <source>is a drawing that shows other files</source>
        <translation>ist eine Zeichnung, die andere Dateien zeigt</translation>
    </message>
    <message>
        <source>Save it with its pictures inside, or choose a PNG file.</source>
        <translation>Speichern Sie sie mit eingebetteten Bildern oder wählen Sie eine PNG-Datei.</translation>
    </message>
    <message>
        <source>is larger than 4000 px</source>
        <translation>ist größer als 4000 px</translation>
    </message>
    <message>
        <source>Packing</source>
        <translation>Wird gepackt</translation>
    </message>
    <message>
        <source>Reading pictures</source>
        <translation>Bilder werden gelesen</translation>
    </message>
    <message>
        <source>is no archive of a case</source>
        <translation>ist kein Archiv eines Falls</translation>
    </message>
    <message>
        <source>is of a newer version</source>
        <translation>ist von einer neueren Version</translation>
    </message>
    <message>
        <source>is missing in the archive</source>
        <translation>fehlt im Archiv</translation>
    </message>
    <message>
        <source>does not match its checksum</source>
        <translation>passt nicht zu seiner Prüfsumme</translation>
    </message>
    <message>
        <source>unpacks to more than it may</source>
        <translation>wird entpackt größer, als es sein darf</translation>
    </message>
    <message>
        <source>is not the picture that was classified</source>
        <translation>ist nicht das Bild, das klassifiziert wurde</translation>
    </message>
    <message>
        <source>changed while it was packed</source>
        <translation>hat sich während des Packens geändert</translation>
    </message>
    <message>
        <source>the archive is damaged: it holds other files than its manifest names</source>
        <translation>das Archiv ist beschädigt: Es enthält andere Dateien, als sein Verzeichnis nennt</translation>
    </message>
    <message>
        <source>the archive is damaged: two entries have the same name</source>
        <translation>das Archiv ist beschädigt: Zwei Einträge haben denselben Namen</translation>
    </message>
    <message>
        <source>the archive is damaged: a picture is not named by its checksum</source>
        <translation>das Archiv ist beschädigt: Ein Bild heißt nicht nach seiner Prüfsumme</translation>
    </message>
    <message>
        <source>Choose a zip that Leukolens exported.</source>
        <translation>Wählen Sie ein Zip, das Leukolens exportiert hat.</translation>
    </message>
    <message>
        <source>Export the case again.</source>
        <translation>Exportieren Sie den Fall noch einmal.</translation>
    </message>
    <message>
        <source>Put the old file back, then export again.</source>
        <translation>Legen Sie die alte Datei zurück und exportieren Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Import the sessions into that patient&apos;s case, or rename that patient first.</source>
        <translation>Importieren Sie die Sitzungen in den Fall dieses Patienten, oder benennen Sie jenen zuerst um.</translation>
    </message>
    <message>
        <source>there is a patient of that name already</source>
        <translation>es gibt schon einen Patienten dieses Namens</translation>
    </message>
    <message>
        <source>nobody is logged in</source>
        <translation>niemand ist angemeldet</translation>
    </message>
    <message>
        <source>Log in, then try again.</source>
        <translation>Melden Sie sich an, dann versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>this account is active no more</source>
        <translation>dieses Konto ist nicht mehr aktiv</translation>
    </message>
    <message>
        <source>Ask an administrator.</source>
        <translation>Fragen Sie die Administration.</translation>
    </message>
    <message>
        <source>only administrators may do that</source>
        <translation>das darf nur die Administration</translation>
    </message>
    <message>
        <source>only reviewers and administrators may do that</source>
        <translation>das dürfen nur Befundung und Administration</translation>
    </message>
    <message>
        <source>Ask one of them.</source>
        <translation>Fragen Sie dort.</translation>
    </message>
    <message>
        <source>name and passphrase do not belong to an active account</source>
        <translation>Name und Passwort gehören zu keinem aktiven Konto</translation>
    </message>
    <message>
        <source>Type them again, or ask an administrator.</source>
        <translation>Geben Sie beide noch einmal ein, oder fragen Sie die Administration.</translation>
    </message>
    <message>
        <source>the passphrase is not UTF-8 text</source>
        <translation>das Passwort ist kein UTF-8-Text</translation>
    </message>
    <message>
        <source>the passphrase is longer than %1 bytes</source>
        <translation>das Passwort ist länger als %1 Byte</translation>
    </message>
    <message>
        <source>the passphrase has fewer than %1 characters</source>
        <translation>das Passwort hat weniger als %1 Zeichen</translation>
    </message>
    <message>
        <source>Choose another passphrase.</source>
        <translation>Wählen Sie ein anderes Passwort.</translation>
    </message>
    <message>
        <source>the account has no name</source>
        <translation>das Konto hat keinen Namen</translation>
    </message>
    <message>
        <source>Type a name.</source>
        <translation>Geben Sie einen Namen ein.</translation>
    </message>
    <message>
        <source>the account&apos;s name is longer than %1 bytes</source>
        <translation>der Name des Kontos ist länger als %1 Byte</translation>
    </message>
    <message>
        <source>Type a shorter name.</source>
        <translation>Geben Sie einen kürzeren Namen ein.</translation>
    </message>
    <message>
        <source>the first account has to be an administrator&apos;s</source>
        <translation>das erste Konto muss eines der Administration sein</translation>
    </message>
    <message>
        <source>Add an administrator first.</source>
        <translation>Legen Sie zuerst ein Konto der Administration an.</translation>
    </message>
    <message>
        <source>there is an account of that name already</source>
        <translation>es gibt schon ein Konto dieses Namens</translation>
    </message>
    <message>
        <source>there is no account of that name</source>
        <translation>es gibt kein Konto dieses Namens</translation>
    </message>
    <message>
        <source>Choose an account of this store.</source>
        <translation>Wählen Sie ein Konto dieses Fallspeichers.</translation>
    </message>
    <message>
        <source>the account was changed meanwhile</source>
        <translation>das Konto wurde inzwischen geändert</translation>
    </message>
    <message>
        <source>Look at what stands there now, then decide again.</source>
        <translation>Sehen Sie an, was jetzt dort steht, und entscheiden Sie dann neu.</translation>
    </message>
    <message>
        <source>this is the last active administrator</source>
        <translation>das ist das letzte aktive Konto der Administration</translation>
    </message>
    <message>
        <source>Make somebody else an administrator first.</source>
        <translation>Geben Sie zuerst jemand anderem die Rolle Administration.</translation>
    </message>
    <message>
        <source>the store has no accounts</source>
        <translation>der Fallspeicher hat keine Konten</translation>
    </message>
    <message>
        <source>the window locks itself after %1 to %2 minutes, not %3</source>
        <translation>das Fenster sperrt sich nach %1 bis %2 Minuten, nicht %3</translation>
    </message>
    <message>
        <source>the same person has signed this case already</source>
        <translation>dieselbe Person hat diesen Fall schon signiert</translation>
    </message>
    <message>
        <source>Have another reviewer or administrator sign.</source>
        <translation>Lassen Sie jemand anderen aus Befundung oder Administration signieren.</translation>
    </message>
    <message>
        <source>may lead to another server, because PGSERVICE is set</source>
        <translation>kann zu einem anderen Server führen, weil PGSERVICE gesetzt ist</translation>
    </message>
    <message>
        <source>Unset PGSERVICE, then try again.</source>
        <translation>Entfernen Sie PGSERVICE und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>too many backups of earlier migrations lie beside it</source>
        <translation>daneben liegen zu viele Sicherungen früherer Umstellungen</translation>
    </message>
    <message>
        <source>Move them elsewhere, then open it again.</source>
        <translation>Verschieben Sie diese und öffnen Sie die Datei dann noch einmal.</translation>
    </message>
    <message>
        <source>Type it where you are asked for it, or put it into the address: postgresql://user:password@server/database.</source>
        <translation>Tippen Sie es ein, wo danach gefragt wird, oder schreiben Sie es in die Adresse: postgresql://benutzer:passwort@server/datenbank.</translation>
    </message>
    <message>
        <source>that is not your present passphrase</source>
        <translation>das ist nicht Ihr jetziges Passwort</translation>
    </message>
    <message>
        <source>Type it again, or ask an administrator.</source>
        <translation>Geben Sie es noch einmal ein, oder fragen Sie die Administration.</translation>
    </message>
    <message>
        <source>Ensemble of all</source>
        <translation>Alle zusammen (Ensemble)</translation>
    </message>
    <message>
        <source>B-cell ALL</source>
        <translation>B-Zell-ALL</translation>
    </message>
    <message>
        <source>T-cell ALL</source>
        <translation>T-Zell-ALL</translation>
    </message>
    <message>
        <source>B cell</source>
        <translation>B-Zelle</translation>
    </message>
    <message>
        <source>T cell</source>
        <translation>T-Zelle</translation>
    </message>
    <message>
        <source>LSTM over rows</source>
        <translation>LSTM über Zeilen</translation>
    </message>
    <message>
        <source>InceptionV3 features, neural network</source>
        <translation>InceptionV3-Merkmale, neuronales Netz</translation>
    </message>
    <message>
        <source>InceptionV3 features, SVM</source>
        <translation>InceptionV3-Merkmale, SVM</translation>
    </message>
    <message>
        <source>InceptionV3 features, nearest neighbours</source>
        <translation>InceptionV3-Merkmale, nächste Nachbarn</translation>
    </message>
    <message>
        <source>InceptionV3 features, random forest</source>
        <translation>InceptionV3-Merkmale, Random Forest</translation>
    </message>
    <message>
        <source>Segmented cell, AlexNet features, SVM</source>
        <translation>Ausgeschnittene Zelle, AlexNet-Merkmale, SVM</translation>
    </message>
    <message>
        <source>Joshi 2020, as the InceptionV3 paper quotes it</source>
        <translation>Joshi 2020, wie die InceptionV3-Arbeit es zitiert</translation>
    </message>
    <message>
        <source>Shawly &amp; Alsheikhy 2022, as the InceptionV3 paper quotes it</source>
        <translation>Shawly &amp; Alsheikhy 2022, wie die InceptionV3-Arbeit es zitiert</translation>
    </message>
    <message>
        <source>fewer than two networks are to be compared</source>
        <translation>es sollen weniger als zwei Netze verglichen werden</translation>
    </message>
    <message>
        <source>Choose two at least.</source>
        <translation>Wählen Sie mindestens zwei.</translation>
    </message>
    <message>
        <source>layers are frozen, and each network has its own</source>
        <translation>es sind Schichten eingefroren, und jedes Netz hat seine eigenen</translation>
    </message>
    <message>
        <source>Compare whole trainings: freeze nothing.</source>
        <translation>Vergleichen Sie ganze Trainings: Frieren Sie nichts ein.</translation>
    </message>
    <message>
        <source>is a file, a comparison needs a folder</source>
        <translation>ist eine Datei, ein Vergleich braucht einen Ordner</translation>
    </message>
    <message>
        <source>Choose a new folder, or go on with the comparison in it.</source>
        <translation>Wählen Sie einen neuen Ordner, oder setzen Sie den Vergleich darin fort.</translation>
    </message>
    <message>
        <source>holds no comparison: comparison.json is missing</source>
        <translation>enthält keinen Vergleich: comparison.json fehlt</translation>
    </message>
    <message>
        <source>Choose a folder that a comparison of models wrote.</source>
        <translation>Wählen Sie einen Ordner, den ein Modellvergleich angelegt hat.</translation>
    </message>
    <message>
        <source>is no comparison that this program knows</source>
        <translation>ist kein Vergleich, den dieses Programm kennt</translation>
    </message>
    <message>
        <source>Restore the file from a copy, or compare anew in another folder: the runs are whole.</source>
        <translation>Stellen Sie die Datei aus einer Kopie wieder her, oder vergleichen Sie neu in einem anderen Ordner: Die Läufe sind heil.</translation>
    </message>
    <message>
        <source>Choose the folder that it began with, or compare anew.</source>
        <translation>Wählen Sie den Ordner, mit dem er begann, oder vergleichen Sie neu.</translation>
    </message>
    <message>
        <source>divides the cells otherwise than this comparison</source>
        <translation>teilt die Zellen anders auf als dieser Vergleich</translation>
    </message>
    <message>
        <source>Move the run&apos;s folder away, then go on: it is trained anew.</source>
        <translation>Verschieben Sie den Ordner des Laufs, dann setzen Sie fort: Er wird neu trainiert.</translation>
    </message>
    <message>
        <source>Move that folder away, then go on.</source>
        <translation>Verschieben Sie diesen Ordner, dann setzen Sie fort.</translation>
    </message>
    <message>
        <source>an ensemble needs two networks that are done</source>
        <translation>ein Ensemble braucht zwei fertige Netze</translation>
    </message>
    <message>
        <source>See why the others failed.</source>
        <translation>Sehen Sie nach, warum die anderen fehlgeschlagen sind.</translation>
    </message>
    <message>
        <source>the networks did not answer for the same cells</source>
        <translation>die Netze haben nicht zu denselben Zellen geantwortet</translation>
    </message>
    <message>
        <source>Leave the file out, or compare that network too.</source>
        <translation>Lassen Sie die Datei weg, oder vergleichen Sie auch dieses Netz.</translation>
    </message>
    <message>
        <source>the training cells of C-NMC 2019, mean of three folds that share patients</source>
        <translation>den Trainingszellen von C-NMC 2019, Mittel dreier Folds mit gemeinsamen Patienten</translation>
    </message>
    <message>
        <source>B-cell against T-cell ALL, pictures of the American Society of Hematology&apos;s image bank</source>
        <translation>B-Zell- gegen T-Zell-ALL, Bildern der Bilddatenbank der American Society of Hematology</translation>
    </message>
    <message>
        <source>the network has no map that could be laid over the picture</source>
        <translation>das Netz hat keine Karte, die sich über das Bild legen ließe</translation>
    </message>
    <message>
        <source>Choose integrated gradients.</source>
        <translation>Wählen Sie integrierte Gradienten.</translation>
    </message>
    <message>
        <source>leukemic B lymphoblast (B-cell acute lymphoblastic leukemia)</source>
        <translation>leukämischer B-Lymphoblast (akute lymphatische Leukämie der B-Zellen)</translation>
    </message>
    <message>
        <source>leukemic T lymphoblast (T-cell acute lymphoblastic leukemia)</source>
        <translation>leukämischer T-Lymphoblast (akute lymphatische Leukämie der T-Zellen)</translation>
    </message>
    <message>
        <source>cell of the B lineage</source>
        <translation>Zelle der B-Reihe</translation>
    </message>
    <message>
        <source>cell of the T lineage</source>
        <translation>Zelle der T-Reihe</translation>
    </message>
    <message>
        <source>Side of the square picture that the network sees; each network has a usual one, and InceptionV3 does not run its auxiliary head below 299</source>
        <translation>Seite des quadratischen Bildes, das das Netz sieht; jedes Netz hat eine übliche, und der Hilfskopf von InceptionV3 läuft unter 299 nicht mit</translation>
    </message>
    <message>
        <source>a forest&apos;s answer has no gradients to integrate</source>
        <translation>die Antwort eines Random Forest hat keine Gradienten, über die zu integrieren wäre</translation>
    </message>
    <message>
        <source>Choose one of the maps instead.</source>
        <translation>Wählen Sie stattdessen eine der Karten.</translation>
    </message>
    <message>
        <source>was fitted at once, so there are no more epochs to train</source>
        <translation>wurde auf einmal angepasst, weitere Epochen gibt es also nicht</translation>
    </message>
    <message>
        <source>all training cells are of one class</source>
        <translation>alle Trainingszellen sind von einer Klasse</translation>
    </message>
    <message>
        <source>the trunk&apos;s vectors hold something that is no number</source>
        <translation>die Vektoren des Rumpfes enthalten etwas, das keine Zahl ist</translation>
    </message>
    <message>
        <source>Choose other weights, or the precision fp32.</source>
        <translation>Wählen Sie andere Gewichte oder die Genauigkeit fp32.</translation>
    </message>
    <message>
        <source>memory ran out while the classifier was fitted</source>
        <translation>der Speicher reichte nicht, um den Klassifikator anzupassen</translation>
    </message>
    <message>
        <source>Close other programs, or train on fewer cells.</source>
        <translation>Schließen Sie andere Programme, oder trainieren Sie mit weniger Zellen.</translation>
    </message>
    <message>
        <source>the classifier could not be fitted: %1</source>
        <translation>der Klassifikator ließ sich nicht anpassen: %1</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>Wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Choosing the classifier&apos;s settings</source>
        <translation>Einstellungen des Klassifikators werden gewählt</translation>
    </message>
    <message>
        <source>Fitting the classifier</source>
        <translation>Klassifikator wird angepasst</translation>
    </message>
    <message>
        <source>a frozen trunk needs weights</source>
        <translation>ein eingefrorener Rumpf braucht Gewichte</translation>
    </message>
    <message>
        <source>Choose a file of weights, or train the whole network.</source>
        <translation>Wählen Sie eine Datei mit Gewichten, oder trainieren Sie das ganze Netz.</translation>
    </message>
    <message>
        <source>the number of fields must be %1 to %2, it is %3</source>
        <translation>die Zahl der Gesichtsfelder muss %1 bis %2 sein, sie ist %3</translation>
    </message>
    <message>
        <source>its boxes cannot be written as Pascal VOC</source>
        <translation>seine Kästen lassen sich nicht als Pascal VOC schreiben</translation>
    </message>
    <message>
        <source>Choose other names for the classes.</source>
        <translation>Wählen Sie andere Namen für die Klassen.</translation>
    </message>
    <message>
        <source>Evaluating</source>
        <translation>Auswertung läuft</translation>
    </message>
    <message>
        <source>is a run that is not finished</source>
        <translation>ist ein Lauf, der nicht beendet ist</translation>
    </message>
    <message>
        <source>Go on with it by leukolens detect train --resume, then compare.</source>
        <translation>Setzen Sie ihn mit leukolens detect train --resume fort, und vergleichen Sie dann.</translation>
    </message>
    <message>
        <source>is a run without test fields</source>
        <translation>ist ein Lauf ohne Gesichtsfelder zum Testen</translation>
    </message>
    <message>
        <source>Compare runs that were trained with a test share.</source>
        <translation>Vergleichen Sie Läufe, die mit einem Testanteil trainiert wurden.</translation>
    </message>
    <message>
        <source>was trained on other fields or boxes than the first run</source>
        <translation>wurde mit anderen Gesichtsfeldern oder Kästen trainiert als der erste Lauf</translation>
    </message>
    <message>
        <source>Compare runs of leukolens detect train over one folder of fields.</source>
        <translation>Vergleichen Sie Läufe von leukolens detect train über einen Ordner mit Gesichtsfeldern.</translation>
    </message>
    <message>
        <source>has other test fields than the first run</source>
        <translation>hat andere Gesichtsfelder zum Testen als der erste Lauf</translation>
    </message>
    <message>
        <source>Compare runs that were trained with the same seed and test share.</source>
        <translation>Vergleichen Sie Läufe, die mit derselben Startzahl und demselben Testanteil trainiert wurden.</translation>
    </message>
    <message>
        <source>is named twice</source>
        <translation>ist zweimal genannt</translation>
    </message>
    <message>
        <source>Name each run once.</source>
        <translation>Nennen Sie jeden Lauf einmal.</translation>
    </message>
    <message>
        <source>there is no run to compare</source>
        <translation>es gibt keinen Lauf zu vergleichen</translation>
    </message>
    <message>
        <source>is a model of other classes than the run&apos;s fields have</source>
        <translation>ist ein Modell anderer Klassen, als die Gesichtsfelder des Laufs haben</translation>
    </message>
    <message>
        <source>Train the run again, or bring its own model back.</source>
        <translation>Trainieren Sie den Lauf noch einmal, oder bringen Sie sein eigenes Modell zurück.</translation>
    </message>
    <message>
        <source>the fields or boxes are not those that the runs were trained with</source>
        <translation>die Gesichtsfelder oder Kästen sind nicht die, mit denen die Läufe trainiert wurden</translation>
    </message>
    <message>
        <source>Bring them back, or say where they lie now.</source>
        <translation>Bringen Sie sie zurück, oder geben Sie an, wo sie jetzt liegen.</translation>
    </message>
    <message>
        <source>says of no epoch how long it took</source>
        <translation>sagt von keiner Epoche, wie lange sie dauerte</translation>
    </message>
    <message>
        <source>Reading fields</source>
        <translation>Felder werden gelesen</translation>
    </message>
    <message>
        <source>its name is not UTF-8</source>
        <translation>der Name ist kein UTF-8</translation>
    </message>
    <message>
        <source>no XML file of its name lies beside it or in a folder Annotations</source>
        <translation>keine XML-Datei dieses Namens liegt daneben oder in einem Ordner Annotations</translation>
    </message>
    <message>
        <source>another picture is the same, byte by byte</source>
        <translation>ein anderes Bild ist Byte für Byte dasselbe</translation>
    </message>
    <message>
        <source>its boxes were drawn in %1 × %2 px, it has %3 × %4</source>
        <translation>die Rahmen wurden in %1 × %2 px gezogen, es hat %3 × %4</translation>
    </message>
    <message>
        <source>none of its %1 pictures has boxes</source>
        <translation>keines der %1 Bilder hat Rahmen</translation>
    </message>
    <message>
        <source>has another size than when it was first read</source>
        <translation>ist anders groß als beim ersten Lesen</translation>
    </message>
    <message>
        <source>Start anew.</source>
        <translation>Beginnen Sie neu.</translation>
    </message>
    <message>
        <source>a finder of cells is trained with adamw or sgd</source>
        <translation>eine Suche nach Zellen wird mit adamw oder sgd trainiert</translation>
    </message>
    <message>
        <source>lacks a setting, or has one of another kind</source>
        <translation>es fehlt eine Einstellung, oder eine ist von anderer Art</translation>
    </message>
    <message>
        <source>Start a new run.</source>
        <translation>Beginnen Sie einen neuen Lauf.</translation>
    </message>
    <message>
        <source>No checkpoint was there: the training starts from its beginning.</source>
        <translation>Es gab keinen Zwischenstand: Das Training beginnt von vorn.</translation>
    </message>
    <message>
        <source>Training and test fields are told apart by field: fields of one person or smear may be in both, which makes the figures optimistic.</source>
        <translation>Getrennt wird nach Feldern: Die eines Menschen oder Ausstrichs können in beiden Teilen sein, das macht die Zahlen zu gut.</translation>
    </message>
    <message>
        <source>No pretrained weights: the backbone begins at random, with batch norm&apos;s statistics of the first training fields. Expect far worse figures than with pretrained weights.</source>
        <translation>Keine vortrainierten Gewichte: Der Rumpf beginnt zufällig, mit den Batch-Norm-Werten der ersten Trainingsfelder. Erwarten Sie weit schlechtere Zahlen als mit vortrainierten Gewichten.</translation>
    </message>
    <message>
        <source>How large the fields&apos; pixels are was not said, and their red cells do not tell it: Slides cannot search with this model.</source>
        <translation>Wie groß die Pixel sind, wurde nicht gesagt, und die roten Zellen verraten es nicht: In Präparate kann mit diesem Modell nicht gesucht werden.</translation>
    </message>
    <message>
        <source>there is only one field with boxes</source>
        <translation>es gibt nur ein Feld mit Rahmen</translation>
    </message>
    <message>
        <source>Annotate more fields.</source>
        <translation>Ziehen Sie Rahmen in weiteren Feldern.</translation>
    </message>
    <message>
        <source>is finished already</source>
        <translation>ist schon fertig</translation>
    </message>
    <message>
        <source>the fields or boxes are not those that the run began with</source>
        <translation>die Felder oder Rahmen sind nicht die, mit denen der Lauf begann</translation>
    </message>
    <message>
        <source>Bring them back, or start a new run.</source>
        <translation>Stellen Sie sie wieder her, oder beginnen Sie einen neuen Lauf.</translation>
    </message>
    <message>
        <source>is a run of a classifier, not of a finder of cells</source>
        <translation>ist der Lauf eines Klassifikators, nicht der einer Suche nach Zellen</translation>
    </message>
    <message>
        <source>Use leukolens train --resume, or leukolens evaluate.</source>
        <translation>Nehmen Sie leukolens train --resume oder leukolens evaluate.</translation>
    </message>
    <message>
        <source>Bring it back, or start a new run.</source>
        <translation>Stellen Sie es wieder her, oder beginnen Sie einen neuen Lauf.</translation>
    </message>
    <message>
        <source>classifies pictures of single cells, it does not find cells in fields</source>
        <translation>klassifiziert Bilder einzelner Zellen und findet keine Zellen in Feldern</translation>
    </message>
    <message>
        <source>Choose a model that leukolens detect train wrote.</source>
        <translation>Wählen Sie das Modell einer trainierten Suche (leukolens detect train).</translation>
    </message>
    <message>
        <source>the model does not say how large the pixels of its training fields were</source>
        <translation>das Modell sagt nicht, wie groß die Pixel seiner Trainingsfelder waren</translation>
    </message>
    <message>
        <source>Train it anew, and say how large a pixel is.</source>
        <translation>Trainieren Sie es neu, und geben Sie die Größe eines Pixels an.</translation>
    </message>
    <message>
        <source>the model knows no white cells</source>
        <translation>das Modell kennt keine weißen Zellen</translation>
    </message>
    <message>
        <source>Choose a model that was trained on fields in which white cells have boxes.</source>
        <translation>Wählen Sie ein Modell, das auf Feldern mit Rahmen um weiße Zellen trainiert wurde.</translation>
    </message>
    <message>
        <source>a field of %1 × %2 px is too small, its sides need %3 px at least</source>
        <translation>ein Feld von %1 × %2 px ist zu klein, seine Seiten brauchen mindestens %3 px</translation>
    </message>
    <message>
        <source>the finder looks at pictures that are too small for a cell and what is around it</source>
        <translation>die Suche sieht Bilder, die für eine Zelle und ihre Umgebung zu klein sind</translation>
    </message>
    <message>
        <source>Choose weights of this backbone.</source>
        <translation>Wählen Sie Gewichte dieses Rumpfs.</translation>
    </message>
    <message>
        <source>Choose weights of this backbone with torchvision&apos;s names.</source>
        <translation>Wählen Sie Gewichte dieses Rumpfs mit den Namen von torchvision.</translation>
    </message>
    <message>
        <source>none of its %1 tensors has a name of this network</source>
        <translation>keiner der %1 Tensoren trägt einen Namen dieses Netzes</translation>
    </message>
    <message>
        <source>is larger than any annotation</source>
        <translation>ist größer als jede Annotation</translation>
    </message>
    <message>
        <source>its boxes belong to another picture of that name</source>
        <translation>seine Rahmen gehören zu einem anderen Bild dieses Namens</translation>
    </message>
    <message>
        <source>would be shown with a side of %1 px, %2 are needed</source>
        <translation>würde mit einer Seite von %1 px gezeigt, %2 sind nötig</translation>
    </message>
    <message>
        <source>Take it out, or choose a larger side.</source>
        <translation>Nehmen Sie es heraus, oder wählen Sie eine größere Seite.</translation>
    </message>
    <message>
        <source>none of its checkpoints can be gone on with</source>
        <translation>keiner seiner Zwischenstände kann fortgesetzt werden</translation>
    </message>
    <message>
        <source>Bring its files back as they were, or start a new run.</source>
        <translation>Stellen Sie seine Dateien wieder her, wie sie waren, oder beginnen Sie einen neuen Lauf.</translation>
    </message>
    <message>
        <source>has no training fields, or names one twice</source>
        <translation>hat keine Felder zum Trainieren, oder nennt eines zweimal</translation>
    </message>
    <message>
        <source>does not name every field</source>
        <translation>nennt nicht jedes Feld</translation>
    </message>
    <message>
        <source>memory ran out while cells were sought</source>
        <translation>der Speicher reichte für die Suche nicht</translation>
    </message>
    <message>
        <source>Close other programs, or use the CPU.</source>
        <translation>Schließen Sie andere Programme, oder rechnen Sie auf dem Prozessor.</translation>
    </message>
    <message>
        <source>the finder looks at pictures that are too coarse or too large to find cells in</source>
        <translation>die Suche sieht Bilder, die zu grob oder zu groß sind, um darin Zellen zu finden</translation>
    </message>
    <message>
        <source>what the finder looks at is too large at once here, as the slide has no level that is coarse enough</source>
        <translation>was die Suche auf einmal sieht, ist hier zu groß, da das Präparat keine Stufe hat, die grob genug ist</translation>
    </message>
    <message>
        <source>Search it with the program&apos;s own finder.</source>
        <translation>Suchen Sie darin mit der Suche des Programms.</translation>
    </message>
    <message>
        <source>Choose other names.</source>
        <translation>Wählen Sie andere Namen.</translation>
    </message>
    <message>
        <source>there is an NVIDIA driver, but this Leukolens has no libraries for GPUs</source>
        <translation>ein NVIDIA-Treiber ist vorhanden, aber diesem Leukolens fehlen die Bibliotheken für GPUs</translation>
    </message>
    <message>
        <source>Install the add-on for GPUs, leukolens-cuda, and start again; or choose the device cpu.</source>
        <translation>Installieren Sie die Erweiterung für GPUs, leukolens-cuda, und starten Sie neu; oder wählen Sie das Gerät cpu.</translation>
    </message>
    <message>
        <source>C-NMC 2019: each file&apos;s name says class and subject (UID_&lt;subject&gt;_&lt;image&gt;_&lt;cell&gt;_all or _hem); its folds are read as one set.</source>
        <translation>C-NMC 2019: Der Name jeder Datei sagt Klasse und Patient (UID_&lt;Patient&gt;_&lt;Bild&gt;_&lt;Zelle&gt;_all oder _hem); die Teile werden als ein Datensatz gelesen.</translation>
    </message>
    <message>
        <source>The numbered pictures that the table of labels lists are kept apart as external test.</source>
        <translation>Die nummerierten Bilder, die in der Tabelle der Label stehen, werden als externer Test beiseitegelegt.</translation>
    </message>
    <message>
        <source>C-NMC 2019&apos;s preliminary test: the table of labels says class and subject of each numbered picture.</source>
        <translation>Der vorläufige Test von C-NMC 2019: Die Tabelle der Label sagt Klasse und Patient jedes nummerierten Bildes.</translation>
    </message>
    <message>
        <source>ALL-IDB2: the ending of each file&apos;s name says the class (_1 blast, _0 not-blast); subjects are not known.</source>
        <translation>ALL-IDB2: Das Ende jedes Dateinamens sagt die Klasse (_1 Blast, _0 kein Blast); Patienten sind nicht bekannt.</translation>
    </message>
    <message>
        <source>Class folders with a folder for each subject in them (class/subject/image).</source>
        <translation>Ordner der Klassen mit einem Ordner je Patient darin (Klasse/Patient/Bild).</translation>
    </message>
    <message>
        <source>A folder for each subject with class folders in it (subject/class/image).</source>
        <translation>Ein Ordner je Patient mit Ordnern der Klassen darin (Patient/Klasse/Bild).</translation>
    </message>
    <message>
        <source>Class folders; subjects are not known.</source>
        <translation>Ordner der Klassen; Patienten sind nicht bekannt.</translation>
    </message>
    <message>
        <source>the audit trail does not hold</source>
        <translation>Das Änderungsprotokoll stimmt nicht</translation>
    </message>
    <message>
        <source>Press Verify in Cases, Audit trail: it says where. The copies lie in the folder backups beside the file.</source>
        <translation>Drücken Sie unter „Fälle“, „Änderungsprotokoll“ auf „Prüfen“: Dort steht, wo. Die Kopien liegen im Ordner backups neben der Datei.</translation>
    </message>
    <message>
        <source>&quot;columns&quot; is no object</source>
        <translation>„columns“ ist kein Objekt</translation>
    </message>
    <message>
        <source>&quot;folders&quot; is none of class, class/subject and subject/class</source>
        <translation>„folders“ ist weder class noch class/subject oder subject/class</translation>
    </message>
    <message>
        <source>&apos;decisions&apos; is no list</source>
        <translation>„decisions“ ist keine Liste</translation>
    </message>
    <message>
        <source>a HEIF, AVIF or video file</source>
        <translation>eine HEIF-, AVIF- oder Videodatei</translation>
    </message>
    <message>
        <source>a blast class was named, but no classes</source>
        <translation>eine Blastenklasse wurde genannt, aber keine Klassen</translation>
    </message>
    <message>
        <source>a cell has a probability outside 0 to 1</source>
        <translation>eine Zelle hat eine Wahrscheinlichkeit außerhalb von 0 bis 1</translation>
    </message>
    <message>
        <source>a cell has a probability that is not a number</source>
        <translation>eine Zelle hat eine Wahrscheinlichkeit, die keine Zahl ist</translation>
    </message>
    <message>
        <source>a cell has no name</source>
        <translation>eine Zelle hat keinen Namen</translation>
    </message>
    <message>
        <source>a cell has no usable path</source>
        <translation>eine Zelle hat keinen brauchbaren Pfad</translation>
    </message>
    <message>
        <source>a cell names a picture that is not there</source>
        <translation>eine Zelle nennt ein Bild, das nicht da ist</translation>
    </message>
    <message>
        <source>a cell was asked in no way there is</source>
        <translation>eine Zelle wurde auf eine Weise abgefragt, die es nicht gibt</translation>
    </message>
    <message>
        <source>a cell&apos;s picture is not named by its checksum</source>
        <translation>das Bild einer Zelle heißt nicht nach seiner Prüfsumme</translation>
    </message>
    <message>
        <source>a cell&apos;s vector holds what is not a number</source>
        <translation>der Vektor einer Zelle enthält etwas, das keine Zahl ist</translation>
    </message>
    <message>
        <source>a cell&apos;s vector is no vector</source>
        <translation>der Vektor einer Zelle ist kein Vektor</translation>
    </message>
    <message>
        <source>a class has no name</source>
        <translation>eine Klasse hat keinen Namen</translation>
    </message>
    <message>
        <source>a class, flag or model name is not UTF-8 text</source>
        <translation>ein Klassen-, Markierungs- oder Modellname ist kein UTF-8-Text</translation>
    </message>
    <message>
        <source>a decision is none of keep, drop and same_patient</source>
        <translation>eine Entscheidung ist weder keep noch drop oder same_patient</translation>
    </message>
    <message>
        <source>a fact holds what is no UTF-8 text</source>
        <translation>eine Angabe enthält etwas, das kein UTF-8-Text ist</translation>
    </message>
    <message>
        <source>a finder of cells needs at least one class</source>
        <translation>eine Suche nach Zellen braucht mindestens eine Klasse</translation>
    </message>
    <message>
        <source>a fold has fewer than 2 cells to train on</source>
        <translation>ein Fold hat weniger als 2 Zellen zum Trainieren</translation>
    </message>
    <message>
        <source>a last layer is not fitted</source>
        <translation>eine letzte Schicht wird nicht angepasst</translation>
    </message>
    <message>
        <source>a last layer is trained, not fitted</source>
        <translation>eine letzte Schicht wird trainiert, nicht angepasst</translation>
    </message>
    <message>
        <source>a mark on a slide names a cell that is not there</source>
        <translation>eine Markierung in einem Präparat nennt eine Zelle, die nicht da ist</translation>
    </message>
    <message>
        <source>a mark on a slide names no slide</source>
        <translation>eine Markierung in einem Präparat nennt kein Präparat</translation>
    </message>
    <message>
        <source>a patient without a name has several sessions</source>
        <translation>ein Patient ohne Namen hat mehrere Sitzungen</translation>
    </message>
    <message>
        <source>a percentage of blasts is a number from 0 to 100</source>
        <translation>ein Blastenanteil ist eine Zahl von 0 bis 100</translation>
    </message>
    <message>
        <source>a picture is not named by its SHA-256</source>
        <translation>ein Bild heißt nicht nach seinem SHA-256</translation>
    </message>
    <message>
        <source>a picture&apos;s size does not fit its pixels</source>
        <translation>die Größe eines Bildes passt nicht zu seinen Pixeln</translation>
    </message>
    <message>
        <source>a reading decides a cell that is not there</source>
        <translation>eine Beurteilung entscheidet über eine Zelle, die nicht da ist</translation>
    </message>
    <message>
        <source>a sensitivity lies above 0 and at most at 1</source>
        <translation>eine Sensitivität liegt über 0 und höchstens bei 1</translation>
    </message>
    <message>
        <source>a stain is pooled from one picture at least</source>
        <translation>eine gemeinsame Färbung braucht mindestens ein Bild</translation>
    </message>
    <message>
        <source>a tensor has no name</source>
        <translation>ein Tensor hat keinen Namen</translation>
    </message>
    <message>
        <source>a threshold needs a class that counts as positive</source>
        <translation>eine Schwelle braucht eine Klasse, die als positiv gilt</translation>
    </message>
    <message>
        <source>a whole number is none</source>
        <translation>eine ganze Zahl ist ungültig</translation>
    </message>
    <message>
        <source>a whole number is too large</source>
        <translation>eine ganze Zahl ist zu groß</translation>
    </message>
    <message>
        <source>a zip archive</source>
        <translation>ein Zip-Archiv</translation>
    </message>
    <message>
        <source>an entry has a name that no archive has</source>
        <translation>ein Eintrag hat einen Namen, den kein Archiv hat</translation>
    </message>
    <message>
        <source>an entry is larger than any of its kind</source>
        <translation>ein Eintrag ist größer als jeder seiner Art</translation>
    </message>
    <message>
        <source>an entry is missing or of another kind</source>
        <translation>ein Eintrag fehlt oder ist von anderer Art</translation>
    </message>
    <message>
        <source>an entry is no object</source>
        <translation>ein Eintrag ist kein Objekt</translation>
    </message>
    <message>
        <source>an entry is of another kind</source>
        <translation>ein Eintrag ist von anderer Art</translation>
    </message>
    <message>
        <source>an interval&apos;s level lies between 0 and 1</source>
        <translation>das Niveau eines Intervalls liegt zwischen 0 und 1</translation>
    </message>
    <message>
        <source>another program is training into it</source>
        <translation>ein anderes Programm trainiert gerade in diesen Ordner</translation>
    </message>
    <message>
        <source>another version</source>
        <translation>eine andere Version</translation>
    </message>
    <message>
        <source>comparing pictures was stopped</source>
        <translation>das Vergleichen der Bilder wurde angehalten</translation>
    </message>
    <message>
        <source>decision: a picture is not named by its SHA-256</source>
        <translation>Entscheidung: Ein Bild heißt nicht nach seinem SHA-256</translation>
    </message>
    <message>
        <source>does not exist, and the run began with it</source>
        <translation>existiert nicht, und der Lauf begann damit</translation>
    </message>
    <message>
        <source>does not say what the run used</source>
        <translation>sagt nicht, womit der Lauf gearbeitet hat</translation>
    </message>
    <message>
        <source>does not say where its pixels are, or is truncated before it</source>
        <translation>sagt nicht, wo die Pixel liegen, oder ist davor abgeschnitten</translation>
    </message>
    <message>
        <source>has a class without a name of its own</source>
        <translation>hat eine Klasse ohne eigenen Namen</translation>
    </message>
    <message>
        <source>has a control character or a second line</source>
        <translation>hat ein Steuerzeichen oder eine zweite Zeile</translation>
    </message>
    <message>
        <source>has a count that is none</source>
        <translation>hat eine ungültige Anzahl</translation>
    </message>
    <message>
        <source>has a figure outside 0 … 1</source>
        <translation>hat einen Wert außerhalb von 0 … 1</translation>
    </message>
    <message>
        <source>has a size of a pixel that cannot be</source>
        <translation>hat eine Pixelgröße, die nicht sein kann</translation>
    </message>
    <message>
        <source>has a text that is too long</source>
        <translation>hat einen zu langen Text</translation>
    </message>
    <message>
        <source>has a text with control characters</source>
        <translation>hat einen Text mit Steuerzeichen</translation>
    </message>
    <message>
        <source>has an input outside 96 … 4096 px</source>
        <translation>hat eine Eingabe außerhalb von 96 … 4096 px</translation>
    </message>
    <message>
        <source>has another first line than a run&apos;s table</source>
        <translation>hat eine andere erste Zeile als die Tabelle eines Laufs</translation>
    </message>
    <message>
        <source>has another number of folds than settings.json</source>
        <translation>hat eine andere Zahl von Folds als settings.json</translation>
    </message>
    <message>
        <source>has mrdBelow without mrdPercent</source>
        <translation>hat mrdBelow ohne mrdPercent</translation>
    </message>
    <message>
        <source>has no columns p_CLASS for two classes at least</source>
        <translation>hat keine Spalten p_CLASS für mindestens zwei Klassen</translation>
    </message>
    <message>
        <source>has no id</source>
        <translation>hat keine Kennung</translation>
    </message>
    <message>
        <source>has no official folds</source>
        <translation>hat keine offiziellen Folds</translation>
    </message>
    <message>
        <source>has no table of colours before its pixels, which are numbers of colours</source>
        <translation>hat keine Farbtabelle vor den Pixeln, die Nummern von Farben sind</translation>
    </message>
    <message>
        <source>has something else than SHA-256 of pictures</source>
        <translation>hat etwas anderes als SHA-256 von Bildern</translation>
    </message>
    <message>
        <source>holds a run already; earlier results are never overwritten</source>
        <translation>enthält schon einen Lauf; frühere Ergebnisse werden nie überschrieben</translation>
    </message>
    <message>
        <source>holds a zero byte, as no text does</source>
        <translation>enthält ein Null-Byte, was in keinem Text vorkommt</translation>
    </message>
    <message>
        <source>holds bytes that are not UTF-8</source>
        <translation>enthält Bytes, die kein UTF-8 sind</translation>
    </message>
    <message>
        <source>holds corrections of a newer program</source>
        <translation>enthält Korrekturen eines neueren Programms</translation>
    </message>
    <message>
        <source>holds other classes than the run began with</source>
        <translation>enthält andere Klassen als zu Beginn des Laufs</translation>
    </message>
    <message>
        <source>is a JPEG without a picture</source>
        <translation>ist ein JPEG ohne Bild</translation>
    </message>
    <message>
        <source>is a PNG without a header</source>
        <translation>ist ein PNG ohne Header</translation>
    </message>
    <message>
        <source>is a WebP without a picture</source>
        <translation>ist ein WebP ohne Bild</translation>
    </message>
    <message>
        <source>is a model of Leukolens, not a plain file of weights</source>
        <translation>ist ein Modell von Leukolens, keine reine Datei mit Gewichten</translation>
    </message>
    <message>
        <source>is called like a slide of Hamamatsu, but cannot be read: it is damaged, or pictures that belong to it are missing</source>
        <translation>heißt wie ein Präparat von Hamamatsu, lässt sich aber nicht lesen: Es ist beschädigt, oder es fehlen Bilder, die dazugehören</translation>
    </message>
    <message>
        <source>is empty, expected a first line that names the columns</source>
        <translation>ist leer, erwartet ist eine erste Zeile, die die Spalten nennt</translation>
    </message>
    <message>
        <source>is finished: nothing is left to resume</source>
        <translation>ist fertig: Es ist nichts mehr fortzusetzen</translation>
    </message>
    <message>
        <source>is neither B, T, myeloid nor mixed</source>
        <translation>ist weder B, T, myeloid noch mixed</translation>
    </message>
    <message>
        <source>is neither f, m nor other</source>
        <translation>ist weder f, m noch other</translation>
    </message>
    <message>
        <source>is neither good nor poor</source>
        <translation>ist weder good noch poor</translation>
    </message>
    <message>
        <source>is no .pth of PyTorch&apos;s old form</source>
        <translation>ist keine .pth in PyTorchs alter Form</translation>
    </message>
    <message>
        <source>is no JSON</source>
        <translation>ist kein JSON</translation>
    </message>
    <message>
        <source>is no JSON object</source>
        <translation>ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>is no UTF-8</source>
        <translation>ist kein UTF-8</translation>
    </message>
    <message>
        <source>is no fact</source>
        <translation>ist keine Angabe</translation>
    </message>
    <message>
        <source>is no list of corrections</source>
        <translation>ist keine Liste von Korrekturen</translation>
    </message>
    <message>
        <source>is no number</source>
        <translation>ist keine Zahl</translation>
    </message>
    <message>
        <source>is no text</source>
        <translation>ist kein Text</translation>
    </message>
    <message>
        <source>is not a fact that is known here</source>
        <translation>ist keine Angabe, die hier bekannt ist</translation>
    </message>
    <message>
        <source>is not finished, so it cannot be extended yet</source>
        <translation>ist nicht fertig und kann daher noch nicht verlängert werden</translation>
    </message>
    <message>
        <source>is not known here</source>
        <translation>ist hier nicht bekannt</translation>
    </message>
    <message>
        <source>is not the picture any more that was classified</source>
        <translation>ist nicht mehr das Bild, das klassifiziert wurde</translation>
    </message>
    <message>
        <source>is of a newer format than this program reads</source>
        <translation>ist von einem neueren Format, als dieses Programm liest</translation>
    </message>
    <message>
        <source>is of another version than 1</source>
        <translation>ist von einer anderen Version als 1</translation>
    </message>
    <message>
        <source>is text in UTF-16, expected UTF-8</source>
        <translation>ist Text in UTF-16, erwartet ist UTF-8</translation>
    </message>
    <message>
        <source>is the file that is read</source>
        <translation>ist die Datei, die gelesen wird</translation>
    </message>
    <message>
        <source>is there already and is no folder</source>
        <translation>ist schon da und ist kein Ordner</translation>
    </message>
    <message>
        <source>is truncated: it ends before its colour masks</source>
        <translation>ist abgeschnitten: Die Datei endet vor den Farbmasken</translation>
    </message>
    <message>
        <source>it has more ranges than any network has convolutions</source>
        <translation>sie hat mehr Wertebereiche, als irgendein Netz Faltungen hat</translation>
    </message>
    <message>
        <source>it holds an entry that is not known</source>
        <translation>sie enthält einen Eintrag, der nicht bekannt ist</translation>
    </message>
    <message>
        <source>it is about other features</source>
        <translation>sie betrifft andere Merkmale</translation>
    </message>
    <message>
        <source>it is neither a classifier nor a trunk</source>
        <translation>es ist weder ein Klassifikator noch ein Rumpf</translation>
    </message>
    <message>
        <source>it is no object</source>
        <translation>sie ist kein Objekt</translation>
    </message>
    <message>
        <source>it is of another version than 1</source>
        <translation>sie ist von einer anderen Version als 1</translation>
    </message>
    <message>
        <source>it names no method</source>
        <translation>sie nennt keine Methode</translation>
    </message>
    <message>
        <source>its checksums are none</source>
        <translation>ihre Prüfsummen sind ungültig</translation>
    </message>
    <message>
        <source>its colour order is not RGB</source>
        <translation>ihre Farbreihenfolge ist nicht RGB</translation>
    </message>
    <message>
        <source>its first line names no columns official_path and sha256</source>
        <translation>die erste Zeile nennt die Spalten official_path und sha256 nicht</translation>
    </message>
    <message>
        <source>its method is none of none, reinhard, macenko</source>
        <translation>ihre Methode ist weder none noch reinhard oder macenko</translation>
    </message>
    <message>
        <source>its number of neighbours is none</source>
        <translation>ihre Zahl von Nachbarn ist ungültig</translation>
    </message>
    <message>
        <source>its ranges have no names</source>
        <translation>ihre Wertebereiche haben keine Namen</translation>
    </message>
    <message>
        <source>its vectors are longer than any network&apos;s</source>
        <translation>ihre Vektoren sind länger als die jedes Netzes</translation>
    </message>
    <message>
        <source>keeps no cell after the corrections</source>
        <translation>behält nach den Korrekturen keine Zelle</translation>
    </message>
    <message>
        <source>lacks an entry, or has one of another kind</source>
        <translation>es fehlt ein Eintrag, oder einer ist von anderer Art</translation>
    </message>
    <message>
        <source>lacks so many cells that a part of a fold is empty</source>
        <translation>es fehlen so viele Zellen, dass ein Teil eines Folds leer ist</translation>
    </message>
    <message>
        <source>lists training cells of another network</source>
        <translation>führt Trainingszellen eines anderen Netzes auf</translation>
    </message>
    <message>
        <source>memory ran out while reading</source>
        <translation>der Arbeitsspeicher ist beim Lesen ausgegangen</translation>
    </message>
    <message>
        <source>memory ran out while reading cells</source>
        <translation>der Arbeitsspeicher ist beim Lesen der Zellen ausgegangen</translation>
    </message>
    <message>
        <source>memory ran out while the cells were loaded</source>
        <translation>der Arbeitsspeicher ist beim Laden der Zellen ausgegangen</translation>
    </message>
    <message>
        <source>names a fold twice, or one that there is not</source>
        <translation>nennt einen Fold zweimal oder einen, den es nicht gibt</translation>
    </message>
    <message>
        <source>names an optimizer that is not known</source>
        <translation>nennt einen Optimierer, der nicht bekannt ist</translation>
    </message>
    <message>
        <source>names another network than faster_rcnn</source>
        <translation>nennt ein anderes Netz als faster_rcnn</translation>
    </message>
    <message>
        <source>names neither a column path nor a column sha256</source>
        <translation>nennt weder eine Spalte path noch eine Spalte sha256</translation>
    </message>
    <message>
        <source>names no column fold</source>
        <translation>nennt keine Spalte fold</translation>
    </message>
    <message>
        <source>names no image</source>
        <translation>nennt kein Bild</translation>
    </message>
    <message>
        <source>no cell of this case is reviewed and has a class</source>
        <translation>keine Zelle dieses Falls ist geprüft und hat eine Klasse</translation>
    </message>
    <message>
        <source>no subjects could be held out so that each class is tested and two subjects of it are left</source>
        <translation>es ließen sich keine Personen so zurückhalten, dass jede Klasse getestet wird und zwei Personen davon bleiben</translation>
    </message>
    <message>
        <source>no weights are of this number type</source>
        <translation>keine Gewichte sind von diesem Zahlentyp</translation>
    </message>
    <message>
        <source>not decoded</source>
        <translation>nicht dekodiert</translation>
    </message>
    <message>
        <source>not enough memory to encode a picture</source>
        <translation>nicht genug Arbeitsspeicher, um ein Bild zu kodieren</translation>
    </message>
    <message>
        <source>of the subjects that are not tested, none could be set aside so that each class both trains and stops the training</source>
        <translation>von den Personen, die nicht getestet werden, ließen sich keine so beiseitestellen, dass jede Klasse sowohl zum Trainieren als auch zum Beenden des Trainings dient</translation>
    </message>
    <message>
        <source>one class was named, at least 2 are needed</source>
        <translation>eine Klasse wurde genannt, mindestens 2 sind nötig</translation>
    </message>
    <message>
        <source>one of its texts holds control characters</source>
        <translation>einer der Texte enthält Steuerzeichen</translation>
    </message>
    <message>
        <source>one of its texts is too long</source>
        <translation>einer der Texte ist zu lang</translation>
    </message>
    <message>
        <source>one of the model card&apos;s texts is not UTF-8</source>
        <translation>einer der Texte der Modellkarte ist kein UTF-8</translation>
    </message>
    <message>
        <source>opens a quote that is never closed</source>
        <translation>öffnet ein Anführungszeichen, das nie geschlossen wird</translation>
    </message>
    <message>
        <source>resize: empty picture or target of another size</source>
        <translation>resize: leeres Bild oder Ziel von anderer Größe</translation>
    </message>
    <message>
        <source>says nothing</source>
        <translation>sagt nichts</translation>
    </message>
    <message>
        <source>sketch: an empty picture, or bytes that do not fit its size</source>
        <translation>sketch: leeres Bild oder Bytes, die nicht zu seiner Größe passen</translation>
    </message>
    <message>
        <source>stains of several methods cannot be pooled</source>
        <translation>Färbungen verschiedener Methoden lassen sich nicht zusammenfassen</translation>
    </message>
    <message>
        <source>states no version</source>
        <translation>gibt keine Version an</translation>
    </message>
    <message>
        <source>stopped; the disk is full, and this could not be written</source>
        <translation>angehalten; der Datenträger ist voll, und dies konnte nicht geschrieben werden</translation>
    </message>
    <message>
        <source>the archive says more than there is memory for</source>
        <translation>das Archiv enthält mehr, als in den Arbeitsspeicher passt</translation>
    </message>
    <message>
        <source>the background of its training pictures is neither black nor kept</source>
        <translation>der Hintergrund ihrer Trainingsbilder ist weder black noch kept</translation>
    </message>
    <message>
        <source>the case file is damaged (a cell&apos;s vector is no vector)</source>
        <translation>die Falldatei ist beschädigt (der Vektor einer Zelle ist kein Vektor)</translation>
    </message>
    <message>
        <source>the case file is damaged (a small picture is no picture)</source>
        <translation>die Falldatei ist beschädigt (ein kleines Bild ist kein Bild)</translation>
    </message>
    <message>
        <source>the fact has no value</source>
        <translation>die Angabe hat keinen Wert</translation>
    </message>
    <message>
        <source>the network cannot be compiled</source>
        <translation>das Netz lässt sich nicht kompilieren</translation>
    </message>
    <message>
        <source>the picture could not be encoded</source>
        <translation>das Bild ließ sich nicht kodieren</translation>
    </message>
    <message>
        <source>the positive class is none of the classes</source>
        <translation>die positive Klasse ist keine der Klassen</translation>
    </message>
    <message>
        <source>the protocol own is not drawn, its split comes from a table</source>
        <translation>das Protokoll „Eigene Tabelle“ wird nicht gezogen, seine Aufteilung stammt aus einer Tabelle</translation>
    </message>
    <message>
        <source>the settings name weights, which fit one network alone</source>
        <translation>die Einstellungen nennen Gewichte, die nur zu einem Netz passen</translation>
    </message>
    <message>
        <source>the split is not valid: it has no fold</source>
        <translation>die Aufteilung ist nicht gültig: Sie hat keinen Fold</translation>
    </message>
    <message>
        <source>the training loss is no longer a number</source>
        <translation>der Trainingsverlust ist keine Zahl mehr</translation>
    </message>
    <message>
        <source>there are more cells than any case has</source>
        <translation>es sind mehr Zellen, als ein Fall hat</translation>
    </message>
    <message>
        <source>there is an entry that is not known</source>
        <translation>es gibt einen Eintrag, der nicht bekannt ist</translation>
    </message>
    <message>
        <source>there is no picture whose colours could be compared</source>
        <translation>es gibt kein Bild, dessen Farben sich vergleichen ließen</translation>
    </message>
    <message>
        <source>there is nothing to observe</source>
        <translation>es gibt nichts zu beobachten</translation>
    </message>
    <message>
        <source>this processor does not compute with bf16</source>
        <translation>dieser Prozessor rechnet nicht mit bf16</translation>
    </message>
    <message>
        <source>two cells have the same number</source>
        <translation>zwei Zellen haben dieselbe Nummer</translation>
    </message>
    <message>
        <source>two entries have the same name</source>
        <translation>zwei Einträge haben denselben Namen</translation>
    </message>
    <message>
        <source>two pictures are decided about twice</source>
        <translation>über zwei Bilder wird zweimal entschieden</translation>
    </message>
    <message>
        <source>unpacks to more than 8 GB</source>
        <translation>wird entpackt größer als 8 GB</translation>
    </message>
    <message>
        <source>validation and test tell other classes apart</source>
        <translation>Validierung und Test unterscheiden andere Klassen</translation>
    </message>
    <message>
        <source>the training loss</source>
        <translation>der Trainingsverlust</translation>
    </message>
    <message>
        <source>the validation loss</source>
        <translation>der Validierungsverlust</translation>
    </message>
    <message>
        <source>the training loss or a weight</source>
        <translation>der Trainingsverlust oder ein Gewicht</translation>
    </message>
    <message>
        <source>the connection to the server was lost, and somebody else has taken the case since</source>
        <translation>die Verbindung zum Server riss ab, und jemand anderes hat den Fall seitdem übernommen</translation>
    </message>
    <message>
        <source>a packed BMP</source>
        <translation>ein gepacktes BMP</translation>
    </message>
    <message>
        <source>a progressive JPEG</source>
        <translation>ein progressives JPEG</translation>
    </message>
    <message>
        <source>an interlaced PNG</source>
        <translation>ein PNG mit Zeilensprung (interlaced)</translation>
    </message>
    <message>
        <source>a WebP</source>
        <translation>ein WebP</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>a GIF</source>
        <translation>ein GIF</translation>
    </message>
    <message>
        <source>a cell</source>
        <translation>eine Zelle</translation>
    </message>
    <message>
        <source>a reading</source>
        <translation>eine Beurteilung</translation>
    </message>
    <message>
        <source>a decision of a reading</source>
        <translation>eine Entscheidung einer Beurteilung</translation>
    </message>
    <message>
        <source>a mark on a slide</source>
        <translation>eine Markierung auf einem Präparat</translation>
    </message>
    <message>
        <source>a session</source>
        <translation>eine Sitzung</translation>
    </message>
    <message>
        <source>a signature</source>
        <translation>eine Signatur</translation>
    </message>
    <message>
        <source>a fact</source>
        <translation>eine Angabe</translation>
    </message>
    <message>
        <source>a model</source>
        <translation>ein Modell</translation>
    </message>
    <message>
        <source>the manifest</source>
        <translation>das Manifest</translation>
    </message>
    <message>
        <source>the origin</source>
        <translation>die Herkunft</translation>
    </message>
    <message>
        <source>the patient</source>
        <translation>der Patient</translation>
    </message>
    <message>
        <source>an unknown subject</source>
        <translation>eine unbekannte Person</translation>
    </message>
    <message>
        <source>the number of subjects</source>
        <translation>die Zahl der Personen</translation>
    </message>
    <message>
        <source>the number of cells per subject</source>
        <translation>die Zahl der Zellen je Person</translation>
    </message>
    <message>
        <source>the size in pixels</source>
        <translation>die Größe in Pixeln</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>is no object</source>
        <translation>ist kein Objekt</translation>
    </message>
    <message>
        <source>is neither a classifier nor a trunk</source>
        <translation>ist weder ein Klassifikator noch ein Rumpf</translation>
    </message>
    <message>
        <source>has more ranges than any network has convolutions</source>
        <translation>hat mehr Wertebereiche, als irgendein Netz Faltungen hat</translation>
    </message>
    <message>
        <source>Add images.</source>
        <translation>Fügen Sie Bilder hinzu.</translation>
    </message>
    <message>
        <source>Add subjects of the rarest class.</source>
        <translation>Fügen Sie Personen der seltensten Klasse hinzu.</translation>
    </message>
    <message>
        <source>Add the images of the other class.</source>
        <translation>Fügen Sie die Bilder der anderen Klasse hinzu.</translation>
    </message>
    <message>
        <source>An older one is used.</source>
        <translation>Ein älterer wird benutzt.</translation>
    </message>
    <message>
        <source>As in the run whose learning curve this is.</source>
        <translation>Wie im Lauf, dessen Lernkurve dies ist.</translation>
    </message>
    <message>
        <source>BMP, PNG, JPEG, TIFF and WebP files are read.</source>
        <translation>Gelesen werden BMP-, PNG-, JPEG-, TIFF- und WebP-Dateien.</translation>
    </message>
    <message>
        <source>Change the table, or choose the folder that it was made for.</source>
        <translation>Ändern Sie die Tabelle, oder wählen Sie den Ordner, für den sie gemacht wurde.</translation>
    </message>
    <message>
        <source>Change the table.</source>
        <translation>Ändern Sie die Tabelle.</translation>
    </message>
    <message>
        <source>Change the table; folds are counted from 1 here.</source>
        <translation>Ändern Sie die Tabelle; Folds werden hier ab 1 gezählt.</translation>
    </message>
    <message>
        <source>Check that the table&apos;s paths count from its own folder.</source>
        <translation>Prüfen Sie, ob die Pfade der Tabelle von deren eigenem Ordner aus gelten.</translation>
    </message>
    <message>
        <source>Choose 3 folds, or add subjects of that class.</source>
        <translation>Wählen Sie 3 Folds, oder fügen Sie Personen dieser Klasse hinzu.</translation>
    </message>
    <message>
        <source>Choose a case of this file.</source>
        <translation>Wählen Sie einen Fall dieser Datei.</translation>
    </message>
    <message>
        <source>Choose a folder with pictures of fields and, beside them or in a folder Annotations, one XML file of Pascal VOC a picture.</source>
        <translation>Wählen Sie einen Ordner mit Bildern von Gesichtsfeldern, in dem zu jedem Bild eine XML-Datei in Pascal VOC liegt, daneben oder in einem Ordner Annotations.</translation>
    </message>
    <message>
        <source>Choose a new folder, or resume that run.</source>
        <translation>Wählen Sie einen neuen Ordner, oder setzen Sie jenen Lauf fort.</translation>
    </message>
    <message>
        <source>Choose a patient of this store.</source>
        <translation>Wählen Sie einen Patienten dieses Fallspeichers.</translation>
    </message>
    <message>
        <source>Choose a table of short lines.</source>
        <translation>Wählen Sie eine Tabelle mit kurzen Zeilen.</translation>
    </message>
    <message>
        <source>Choose a table of text.</source>
        <translation>Wählen Sie eine Tabelle aus Text.</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Choose another name, or give single cases that name to move them there.</source>
        <translation>Wählen Sie einen anderen Namen, oder geben Sie einzelnen Fällen diesen Namen, um sie dorthin zu verschieben.</translation>
    </message>
    <message>
        <source>Choose another number.</source>
        <translation>Wählen Sie eine andere Zahl.</translation>
    </message>
    <message>
        <source>Choose another table.</source>
        <translation>Wählen Sie eine andere Tabelle.</translation>
    </message>
    <message>
        <source>Choose another value.</source>
        <translation>Wählen Sie einen anderen Wert.</translation>
    </message>
    <message>
        <source>Choose complete weights, or train the whole network.</source>
        <translation>Wählen Sie vollständige Gewichte, oder trainieren Sie das ganze Netz.</translation>
    </message>
    <message>
        <source>Choose fewer folds, or add subjects of the rarest class.</source>
        <translation>Wählen Sie weniger Folds, oder fügen Sie Personen der seltensten Klasse hinzu.</translation>
    </message>
    <message>
        <source>Choose fp64, fp32, bf16, or tf32 on a GPU.</source>
        <translation>Wählen Sie fp64, fp32, bf16 oder, auf einer GPU, tf32.</translation>
    </message>
    <message>
        <source>Choose models of one training.</source>
        <translation>Wählen Sie Modelle aus einem Training.</translation>
    </message>
    <message>
        <source>Choose none, reinhard or macenko.</source>
        <translation>Wählen Sie none, reinhard oder macenko.</translation>
    </message>
    <message>
        <source>Choose one of its classes.</source>
        <translation>Wählen Sie eine seiner Klassen.</translation>
    </message>
    <message>
        <source>Choose one of its columns.</source>
        <translation>Wählen Sie eine ihrer Spalten.</translation>
    </message>
    <message>
        <source>Choose one of the classes.</source>
        <translation>Wählen Sie eine der Klassen.</translation>
    </message>
    <message>
        <source>Choose other folds, or add subjects of the rarest class.</source>
        <translation>Wählen Sie andere Folds, oder fügen Sie Personen der seltensten Klasse hinzu.</translation>
    </message>
    <message>
        <source>Choose other values.</source>
        <translation>Wählen Sie andere Werte.</translation>
    </message>
    <message>
        <source>Choose patient, paper, official, holdout, leave-one-out or own.</source>
        <translation>Wählen Sie patient, paper, official, holdout, leave-one-out oder own.</translation>
    </message>
    <message>
        <source>Choose pictures of one laboratory.</source>
        <translation>Wählen Sie Bilder aus einem Labor.</translation>
    </message>
    <message>
        <source>Choose pictures of stained cells, or no stain normalisation.</source>
        <translation>Wählen Sie Bilder gefärbter Zellen, oder lassen Sie die Färbung nicht angleichen.</translation>
    </message>
    <message>
        <source>Choose the CSV file that holds the split.</source>
        <translation>Wählen Sie die CSV-Datei, die die Aufteilung enthält.</translation>
    </message>
    <message>
        <source>Choose the folder that holds C-NMC&apos;s fold_0, fold_1 and fold_2, or the protocol patient.</source>
        <translation>Wählen Sie den Ordner, der fold_0, fold_1 und fold_2 von C-NMC enthält, oder das Protokoll „Patientensicher“.</translation>
    </message>
    <message>
        <source>Choose the folder that the run began with, or accept the changed data.</source>
        <translation>Wählen Sie den Ordner, mit dem der Lauf begann, oder lassen Sie die geänderten Daten zu.</translation>
    </message>
    <message>
        <source>Choose the folder that the run began with, or accept the changed data: cells that are gone are left out then, new ones not used.</source>
        <translation>Wählen Sie den Ordner, mit dem der Lauf begann, oder lassen Sie die geänderten Daten zu: Fehlende Zellen werden dann ausgelassen, neue nicht benutzt.</translation>
    </message>
    <message>
        <source>Choose the folder that the run began with.</source>
        <translation>Wählen Sie den Ordner, mit dem der Lauf begann.</translation>
    </message>
    <message>
        <source>Choose the manifest of the data set.</source>
        <translation>Wählen Sie das Manifest des Datensatzes.</translation>
    </message>
    <message>
        <source>Choose the protocol patient, which tests each subject once too.</source>
        <translation>Wählen Sie das Protokoll „Patientensicher“, das ebenfalls jede Person einmal testet.</translation>
    </message>
    <message>
        <source>Close it, or double the quotes that belong to the text.</source>
        <translation>Schließen Sie es, oder verdoppeln Sie die Anführungszeichen, die zum Text gehören.</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller input size.</source>
        <translation>Schließen Sie andere Programme, oder wählen Sie eine kleinere Eingabegröße.</translation>
    </message>
    <message>
        <source>Close other programs, or import it on a larger computer.</source>
        <translation>Schließen Sie andere Programme, oder importieren Sie es auf einem größeren Rechner.</translation>
    </message>
    <message>
        <source>Close other programs, or start a run with a smaller batch or input size.</source>
        <translation>Schließen Sie andere Programme, oder beginnen Sie einen Lauf mit kleinerer Batch- oder Eingabegröße.</translation>
    </message>
    <message>
        <source>Close other programs, then resume the run; or start one with a smaller batch or input size.</source>
        <translation>Schließen Sie andere Programme, und setzen Sie den Lauf dann fort; oder beginnen Sie einen mit kleinerer Batch- oder Eingabegröße.</translation>
    </message>
    <message>
        <source>Confirm or correct cells first.</source>
        <translation>Bestätigen oder korrigieren Sie zuerst Zellen.</translation>
    </message>
    <message>
        <source>Copy all files of the slide&apos;s folder together.</source>
        <translation>Kopieren Sie alle Dateien aus dem Ordner des Präparats zusammen.</translation>
    </message>
    <message>
        <source>Copy it anew from where it was scanned, with all files and folders that belong to it.</source>
        <translation>Kopieren Sie es neu von dort, wo es gescannt wurde, mit allen Dateien und Ordnern, die dazugehören.</translation>
    </message>
    <message>
        <source>Copy the data set again, or choose the protocol patient.</source>
        <translation>Kopieren Sie den Datensatz noch einmal, oder wählen Sie das Protokoll „Patientensicher“.</translation>
    </message>
    <message>
        <source>Copy the folder of that name together with the .mrxs file.</source>
        <translation>Kopieren Sie den Ordner dieses Namens zusammen mit der .mrxs-Datei.</translation>
    </message>
    <message>
        <source>Correct the file.</source>
        <translation>Berichtigen Sie die Datei.</translation>
    </message>
    <message>
        <source>Divide the table.</source>
        <translation>Teilen Sie die Tabelle.</translation>
    </message>
    <message>
        <source>Download the manifest again.</source>
        <translation>Laden Sie das Manifest noch einmal herunter.</translation>
    </message>
    <message>
        <source>Export the annotation again as Pascal VOC.</source>
        <translation>Exportieren Sie die Annotation noch einmal als Pascal VOC.</translation>
    </message>
    <message>
        <source>Export the slide with tiles of 256 to 1,024 px.</source>
        <translation>Exportieren Sie das Präparat mit Kacheln von 256 bis 1024 px.</translation>
    </message>
    <message>
        <source>Export the weights again.</source>
        <translation>Exportieren Sie die Gewichte erneut.</translation>
    </message>
    <message>
        <source>Free some space, then resume the run.</source>
        <translation>Schaffen Sie Platz, und setzen Sie den Lauf dann fort.</translation>
    </message>
    <message>
        <source>Give each column a name of its own.</source>
        <translation>Geben Sie jeder Spalte einen eigenen Namen.</translation>
    </message>
    <message>
        <source>Give every class its own name.</source>
        <translation>Geben Sie jeder Klasse einen eigenen Namen.</translation>
    </message>
    <message>
        <source>Give the weights to the comparison: the networks that they fit get a row more.</source>
        <translation>Geben Sie die Gewichte beim Vergleich an: Die Netze, zu denen sie passen, bekommen eine zusätzliche Zeile.</translation>
    </message>
    <message>
        <source>Keep the columns that are needed.</source>
        <translation>Behalten Sie nur die nötigen Spalten.</translation>
    </message>
    <message>
        <source>Knows its own classes alone, in about the sizes in which the training fields show them. Cells that overlap may be told as one, and cells at the border be missed.</source>
        <translation>Kennt nur seine eigenen Klassen, ungefähr in den Größen, in denen die Trainingsfelder sie zeigen. Überlappende Zellen können als eine gelten, und Zellen am Rand können übersehen werden.</translation>
    </message>
    <message>
        <source>Let LibTorch compute it.</source>
        <translation>Lassen Sie LibTorch rechnen.</translation>
    </message>
    <message>
        <source>Make the split anew.</source>
        <translation>Erstellen Sie die Aufteilung neu.</translation>
    </message>
    <message>
        <source>Name all classes in the order of the outputs.</source>
        <translation>Nennen Sie alle Klassen in der Reihenfolge der Ausgänge.</translation>
    </message>
    <message>
        <source>Name another column.</source>
        <translation>Nennen Sie eine andere Spalte.</translation>
    </message>
    <message>
        <source>Name each network once.</source>
        <translation>Nennen Sie jedes Netz einmal.</translation>
    </message>
    <message>
        <source>Name every class.</source>
        <translation>Benennen Sie jede Klasse.</translation>
    </message>
    <message>
        <source>Name the classes in the order of the outputs.</source>
        <translation>Nennen Sie die Klassen in der Reihenfolge der Ausgänge.</translation>
    </message>
    <message>
        <source>Name the column of the classes.</source>
        <translation>Nennen Sie die Spalte der Klassen.</translation>
    </message>
    <message>
        <source>Open a part of the folder.</source>
        <translation>Öffnen Sie einen Teil des Ordners.</translation>
    </message>
    <message>
        <source>Open it in a spreadsheet and save it as CSV in UTF-8.</source>
        <translation>Öffnen Sie sie in einer Tabellenkalkulation, und speichern Sie sie als CSV in UTF-8.</translation>
    </message>
    <message>
        <source>Put it back before you change it.</source>
        <translation>Stellen Sie sie wieder her, bevor Sie sie ändern.</translation>
    </message>
    <message>
        <source>Put it there again, or into the run folder.</source>
        <translation>Legen Sie sie wieder dorthin oder in den Ordner des Laufs.</translation>
    </message>
    <message>
        <source>Put the images of each class into a folder of its own, or open a table that names each image and its class.</source>
        <translation>Legen Sie die Bilder jeder Klasse in einen eigenen Ordner, oder öffnen Sie eine Tabelle, die jedes Bild und seine Klasse nennt.</translation>
    </message>
    <message>
        <source>Put the picture back that was there.</source>
        <translation>Legen Sie das Bild zurück, das dort war.</translation>
    </message>
    <message>
        <source>Report it with the log.</source>
        <translation>Melden Sie es zusammen mit der Logdatei.</translation>
    </message>
    <message>
        <source>Research on photographs of fields that were stained, magnified and photographed as the training fields were. For research use only. Not for diagnosis.</source>
        <translation>Forschung an Aufnahmen von Gesichtsfeldern, die wie die Trainingsfelder gefärbt, vergrößert und aufgenommen wurden. Nur für Forschungszwecke. Nicht zur Diagnose.</translation>
    </message>
    <message>
        <source>Restore the cases from a backup.</source>
        <translation>Stellen Sie die Fälle aus einer Sicherung wieder her.</translation>
    </message>
    <message>
        <source>Restore the file from a copy, or remove it and decide anew.</source>
        <translation>Stellen Sie die Datei aus einer Kopie wieder her, oder entfernen Sie sie und entscheiden Sie neu.</translation>
    </message>
    <message>
        <source>Restore the file from a copy, or remove it: then no correction is known.</source>
        <translation>Stellen Sie die Datei aus einer Kopie wieder her, oder entfernen Sie sie: dann ist keine Korrektur bekannt.</translation>
    </message>
    <message>
        <source>Restore the file from a copy, or type the facts in again.</source>
        <translation>Stellen Sie die Datei aus einer Kopie wieder her, oder geben Sie die Angaben noch einmal ein.</translation>
    </message>
    <message>
        <source>Resume it first; extend it when it is done.</source>
        <translation>Setzen Sie ihn zuerst fort; verlängern Sie ihn, wenn er fertig ist.</translation>
    </message>
    <message>
        <source>Save each of them as a file of its own.</source>
        <translation>Speichern Sie jedes davon als eigene Datei.</translation>
    </message>
    <message>
        <source>Save it as PNG, as JPEG or as a BMP that is not packed.</source>
        <translation>Speichern Sie es als PNG, als JPEG oder als ungepacktes BMP.</translation>
    </message>
    <message>
        <source>Save it as RGB.</source>
        <translation>Speichern Sie es als RGB.</translation>
    </message>
    <message>
        <source>Save it as ordinary TIFF, or as PNG.</source>
        <translation>Speichern Sie es als gewöhnliches TIFF oder als PNG.</translation>
    </message>
    <message>
        <source>Save it with LZW or no compression.</source>
        <translation>Speichern Sie es mit LZW oder ohne Kompression.</translation>
    </message>
    <message>
        <source>Save it without an alpha channel.</source>
        <translation>Speichern Sie es ohne Alphakanal.</translation>
    </message>
    <message>
        <source>Save the one picture that is meant as PNG or BMP.</source>
        <translation>Speichern Sie das eine Bild, das gemeint ist, als PNG oder BMP.</translation>
    </message>
    <message>
        <source>Save the table as CSV in UTF-8 with the columns path (or sha256), fold and, if wanted, part.</source>
        <translation>Speichern Sie die Tabelle als CSV in UTF-8 mit den Spalten path (oder sha256), fold und, falls gewünscht, part.</translation>
    </message>
    <message>
        <source>Scale it to 8 or 16 bits without sign, and save it as TIFF or PNG.</source>
        <translation>Skalieren Sie es auf 8 oder 16 Bit ohne Vorzeichen, und speichern Sie es als TIFF oder PNG.</translation>
    </message>
    <message>
        <source>Start a new run with more epochs.</source>
        <translation>Beginnen Sie einen neuen Lauf mit mehr Epochen.</translation>
    </message>
    <message>
        <source>Start a run with a lower learning rate, with a precision of 32 bit or with a limit for gradients: resuming this one would end the same way.</source>
        <translation>Beginnen Sie einen Lauf mit kleinerer Lernrate, mit 32-Bit-Genauigkeit oder mit einer Grenze für Gradienten: Würde dieser fortgesetzt, endete er genauso.</translation>
    </message>
    <message>
        <source>Start the training anew.</source>
        <translation>Beginnen Sie das Training neu.</translation>
    </message>
    <message>
        <source>Take back a correction.</source>
        <translation>Nehmen Sie eine Korrektur zurück.</translation>
    </message>
    <message>
        <source>The cells do not fit into memory: they are read as they are needed.</source>
        <translation>Die Zellen passen nicht in den Arbeitsspeicher: Sie werden gelesen, wenn sie gebraucht werden.</translation>
    </message>
    <message>
        <source>The data changed since the run began, and that was accepted.</source>
        <translation>Die Daten haben sich seit Beginn des Laufs geändert, und das wurde zugelassen.</translation>
    </message>
    <message>
        <source>The file is damaged or of a newer version.</source>
        <translation>Die Datei ist beschädigt oder von einer neueren Version.</translation>
    </message>
    <message>
        <source>The file is probably damaged; export the slide anew.</source>
        <translation>Die Datei ist wahrscheinlich beschädigt; exportieren Sie das Präparat neu.</translation>
    </message>
    <message>
        <source>The paper used 3.</source>
        <translation>Im Artikel waren es 3.</translation>
    </message>
    <message>
        <source>The program&apos;s own code for GPUs needs one of compute capability 8.0: LibTorch&apos;s operations train and answer, which is slower.</source>
        <translation>Der programmeigene GPU-Code braucht eine GPU mit Compute Capability 8.0: Training und Antworten laufen mit den Operationen von LibTorch, das ist langsamer.</translation>
    </message>
    <message>
        <source>The run folder is damaged; restore it from a copy.</source>
        <translation>Der Ordner des Laufs ist beschädigt; stellen Sie ihn aus einer Kopie wieder her.</translation>
    </message>
    <message>
        <source>The split is a table&apos;s, and no subject is known: nothing shows that patients are kept apart.</source>
        <translation>Die Aufteilung stammt aus einer Tabelle, und keine Person ist bekannt: Nichts zeigt, dass Patienten getrennt sind.</translation>
    </message>
    <message>
        <source>To compare over those in both alone: --shared-only.</source>
        <translation>Um nur über die gemeinsamen zu vergleichen: --shared-only.</translation>
    </message>
    <message>
        <source>To train on, extend it by some epochs.</source>
        <translation>Um weiterzutrainieren, verlängern Sie ihn um einige Epochen.</translation>
    </message>
    <message>
        <source>Train the model again, or copy it again.</source>
        <translation>Trainieren Sie das Modell noch einmal, oder kopieren Sie es erneut.</translation>
    </message>
    <message>
        <source>Type it again.</source>
        <translation>Geben Sie es noch einmal ein.</translation>
    </message>
    <message>
        <source>Type the reader&apos;s name.</source>
        <translation>Geben Sie ein, wer beurteilt.</translation>
    </message>
    <message>
        <source>Unpack it, then read the folder again.</source>
        <translation>Entpacken Sie die Datei, und lesen Sie den Ordner dann noch einmal.</translation>
    </message>
    <message>
        <source>Unpack the packed files, then read the folder again.</source>
        <translation>Entpacken Sie die gepackten Dateien, und lesen Sie den Ordner dann noch einmal.</translation>
    </message>
    <message>
        <source>Use predictions.csv of a run as leukolens train wrote it.</source>
        <translation>Verwenden Sie predictions.csv eines Laufs so, wie leukolens train sie geschrieben hat.</translation>
    </message>
    <message>
        <source>Use the whole data set, or choose the protocol patient.</source>
        <translation>Verwenden Sie den ganzen Datensatz, oder wählen Sie das Protokoll „Patientensicher“.</translation>
    </message>
    <message>
        <source>Wait until it is done, or stop it.</source>
        <translation>Warten Sie, bis es fertig ist, oder halten Sie es an.</translation>
    </message>
    <message>
        <source>Wait until the program that writes it has finished, then read the folder again.</source>
        <translation>Warten Sie, bis das Programm, das die Datei schreibt, fertig ist, und lesen Sie den Ordner dann noch einmal.</translation>
    </message>
    <message>
        <source>Write a sentence that says why the leaks are accepted.</source>
        <translation>Schreiben Sie einen Satz, der sagt, warum die Überschneidungen von Training und Test hingenommen werden.</translation>
    </message>
    <message>
        <source>Write settings as {&quot;epochs&quot;: 20, &quot;learningRate&quot;: 0.001}.</source>
        <translation>Schreiben Sie Einstellungen als {&quot;epochs&quot;: 20, &quot;learningRate&quot;: 0.001}.</translation>
    </message>
    <message>
        <source>%1 bytes are left over</source>
        <translation>%1 Byte sind übrig</translation>
    </message>
    <message>
        <source>%1 claims %2 numbers, %3 bytes are left</source>
        <translation>%1 gibt %2 Zahlen an, übrig sind %3 Byte</translation>
    </message>
    <message>
        <source>%1 classes were named, its last layer has %2 outputs</source>
        <translation>%1 Klassen wurden genannt, die letzte Schicht hat %2 Ausgänge</translation>
    </message>
    <message>
        <source>%1 does not match its checksum</source>
        <translation>%1 passt nicht zu seiner Prüfsumme</translation>
    </message>
    <message>
        <source>%1 does not match the checksum in the model card</source>
        <translation>%1 passt nicht zur Prüfsumme in der Modellkarte</translation>
    </message>
    <message>
        <source>%1 folds were asked for, expected %2 to %3</source>
        <translation>%1 Folds wurden verlangt, möglich sind %2 bis %3</translation>
    </message>
    <message>
        <source>%1 folds were asked for, leaving one subject out at a time makes %2</source>
        <translation>%1 Folds wurden verlangt, jeweils eine Person im Test ergibt %2</translation>
    </message>
    <message>
        <source>%1 folds were asked for, the protocol official has %2</source>
        <translation>%1 Folds wurden verlangt, das Protokoll „Offiziell (C-NMC)“ hat %2</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; outside its range</source>
        <translation>%1 hat ein „%2“ außerhalb seines Bereichs</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is neither true nor false</source>
        <translation>%1 hat ein „%2“, das weder true noch false ist</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no SHA-256</source>
        <translation>%1 hat ein „%2“, das kein SHA-256 ist</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no list of texts</source>
        <translation>%1 hat ein „%2“, das keine Liste von Texten ist</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no list, or a longer one than any case has</source>
        <translation>%1 hat ein „%2“, das keine Liste ist oder eine längere, als ein Fall sie hat</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no plain text</source>
        <translation>%1 hat ein „%2“, das kein reiner Text ist</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no text</source>
        <translation>%1 hat ein „%2“, das kein Text ist</translation>
    </message>
    <message>
        <source>%1 has an impossible shape, %2</source>
        <translation>%1 hat eine unmögliche Form, %2</translation>
    </message>
    <message>
        <source>%1 has no &quot;%2&quot;</source>
        <translation>%1 hat kein „%2“</translation>
    </message>
    <message>
        <source>%1 has no block called &apos;%2&apos; to freeze up to</source>
        <translation>%1 hat keinen Block namens „%2“, bis zu dem eingefroren werden könnte</translation>
    </message>
    <message>
        <source>%1 is %2, %3 needs %4</source>
        <translation>%1 ist %2, %3 braucht %4</translation>
    </message>
    <message>
        <source>%1 is %2, this network needs %3</source>
        <translation>%1 ist %2, dieses Netz braucht %3</translation>
    </message>
    <message>
        <source>%1 is a column, which is not known here</source>
        <translation>%1 ist eine Spalte, die hier nicht bekannt ist</translation>
    </message>
    <message>
        <source>%1 is compressed, which it never is</source>
        <translation>%1 ist komprimiert, was nie vorkommt</translation>
    </message>
    <message>
        <source>%1 is compressed, which weights never are</source>
        <translation>%1 ist komprimiert, was Gewichte nie sind</translation>
    </message>
    <message>
        <source>%1 is incomplete or of another kind</source>
        <translation>%1 ist unvollständig oder von anderer Art</translation>
    </message>
    <message>
        <source>%1 is larger than any model card</source>
        <translation>%1 ist größer als jede Modellkarte</translation>
    </message>
    <message>
        <source>%1 is made for %2 classes, %3 for %4</source>
        <translation>%1 ist für %2 Klassen gemacht, %3 für %4</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>%1 is no object</source>
        <translation>%1 ist kein Objekt</translation>
    </message>
    <message>
        <source>%1 is of the type %2, which is not read here</source>
        <translation>%1 ist vom Typ %2, der hier nicht gelesen wird</translation>
    </message>
    <message>
        <source>%1 is stored as %2, which is not read here</source>
        <translation>%1 ist als %2 gespeichert, was hier nicht gelesen wird</translation>
    </message>
    <message>
        <source>%1 is to be trained twice in the same way</source>
        <translation>%1 soll zweimal auf dieselbe Weise trainiert werden</translation>
    </message>
    <message>
        <source>%1 is truncated or altered</source>
        <translation>%1 ist abgeschnitten oder verändert</translation>
    </message>
    <message>
        <source>%1 is used nowhere, so its length is not known</source>
        <translation>%1 wird nirgends benutzt, daher ist die Länge nicht bekannt</translation>
    </message>
    <message>
        <source>%1 more epochs were asked for, expected 1 to %2</source>
        <translation>%1 weitere Epochen wurden verlangt, möglich sind 1 bis %2</translation>
    </message>
    <message>
        <source>%1 must be %2 to %3, it is %4</source>
        <translation>%1 muss %2 bis %3 sein, angegeben ist %4</translation>
    </message>
    <message>
        <source>%1 occurs twice</source>
        <translation>%1 kommt zweimal vor</translation>
    </message>
    <message>
        <source>%1 of %2 cells are in no official fold</source>
        <translation>%1 von %2 Zellen sind in keinem offiziellen Fold</translation>
    </message>
    <message>
        <source>%1 of %2 is no longer a number (epoch %3, step %4, learning rate %5)</source>
        <translation>%1 von %2 ist keine Zahl mehr (Epoche %3, Schritt %4, Lernrate %5)</translation>
    </message>
    <message>
        <source>%1 reaches beyond the %2 numbers of its storage</source>
        <translation>%1 reicht über die %2 Zahlen seines Speichers hinaus</translation>
    </message>
    <message>
        <source>%1 was chosen, which is not known here</source>
        <translation>%1 wurde gewählt, was hier nicht bekannt ist</translation>
    </message>
    <message>
        <source>&apos;%1&apos; and &apos;%2&apos; share bytes</source>
        <translation>„%1“ und „%2“ teilen sich Bytes</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is missing</source>
        <translation>„%1“ fehlt</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is missing or of another kind</source>
        <translation>„%1“ fehlt oder ist von anderer Art</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no list of %2</source>
        <translation>„%1“ ist keine Liste mit %2 Einträgen</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no name of a tensor</source>
        <translation>„%1“ ist kein Name eines Tensors</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no number</source>
        <translation>„%1“ ist keine Zahl</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no text</source>
        <translation>„%1“ ist kein Text</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no whole number</source>
        <translation>„%1“ ist keine ganze Zahl</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is out of range</source>
        <translation>„%1“ liegt außerhalb des Bereichs</translation>
    </message>
    <message>
        <source>&apos;%1&apos; occurs twice</source>
        <translation>„%1“ kommt zweimal vor</translation>
    </message>
    <message>
        <source>&apos;%1&apos; tells other classes apart than &apos;%2&apos;</source>
        <translation>„%1“ unterscheidet andere Klassen als „%2“</translation>
    </message>
    <message>
        <source>Ask for 1 to %1 px in each direction.</source>
        <translation>Verlangen Sie 1 bis %1 px in jeder Richtung.</translation>
    </message>
    <message>
        <source>Blocks go from %1 to %2.</source>
        <translation>Die Blöcke gehen von %1 bis %2.</translation>
    </message>
    <message>
        <source>Choose %1 folds.</source>
        <translation>Wählen Sie %1 Folds.</translation>
    </message>
    <message>
        <source>InceptionV3 has no block called %1</source>
        <translation>InceptionV3 hat keinen Block namens %1</translation>
    </message>
    <message>
        <source>Its classes: %1.</source>
        <translation>Seine Klassen: %1.</translation>
    </message>
    <message>
        <source>Known: %1.</source>
        <translation>Bekannt: %1.</translation>
    </message>
    <message>
        <source>OpenVINO refused: %1</source>
        <translation>OpenVINO hat abgelehnt: %1</translation>
    </message>
    <message>
        <source>a bootstrap takes 10 to 100000 resamples, not %1</source>
        <translation>ein Bootstrap braucht 10 bis 100000 Ziehungen, nicht %1</translation>
    </message>
    <message>
        <source>a cell has %1 classes but %2 probabilities</source>
        <translation>eine Zelle hat %1 Klassen, aber %2 Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>a classifier needs at least 2 classes, found %1</source>
        <translation>ein Klassifikator braucht mindestens 2 Klassen, gefunden: %1</translation>
    </message>
    <message>
        <source>a fold&apos;s %1 names a cell that is not listed</source>
        <translation>der Teil %1 eines Folds nennt eine Zelle, die nicht aufgeführt ist</translation>
    </message>
    <message>
        <source>a picture of %1 × %2 px needs %3 bytes, it has %4</source>
        <translation>ein Bild von %1 × %2 px braucht %3 Byte, es hat %4</translation>
    </message>
    <message>
        <source>a picture&apos;s stain is damaged: %1</source>
        <translation>die Färbung eines Bildes ist beschädigt: %1</translation>
    </message>
    <message>
        <source>a region of %1 × %2 px was asked for</source>
        <translation>ein Bereich von %1 × %2 px wurde verlangt</translation>
    </message>
    <message>
        <source>a small picture is no JPEG of %1 px at most</source>
        <translation>ein kleines Bild ist kein JPEG von höchstens %1 px</translation>
    </message>
    <message>
        <source>a subgrouping &quot;%1&quot; says nothing of some subjects</source>
        <translation>eine Unterteilung „%1“ sagt zu manchen Personen nichts</translation>
    </message>
    <message>
        <source>a test field of the run is not there: %1</source>
        <translation>ein Testfeld des Laufs ist nicht da: %1</translation>
    </message>
    <message>
        <source>a title is one line of 1 to %1 characters</source>
        <translation>ein Name ist eine Zeile von 1 bis %1 Zeichen</translation>
    </message>
    <message>
        <source>an input of %1 px is outside %2 … 1024</source>
        <translation>eine Eingabe von %1 px liegt außerhalb von %2 … 1024</translation>
    </message>
    <message>
        <source>an input of %1 px is too small, %2 needs at least %3 px</source>
        <translation>eine Eingabe von %1 px ist zu klein, %2 braucht mindestens %3 px</translation>
    </message>
    <message>
        <source>cannot classify: %1 is missing</source>
        <translation>kann nicht klassifizieren: %1 fehlt</translation>
    </message>
    <message>
        <source>class %1 has %2 cells; training and test need 2 at least</source>
        <translation>Klasse %1 hat %2 Zellen; Training und Test brauchen mindestens 2</translation>
    </message>
    <message>
        <source>class %1 has %2 subjects outside fold_%3, 2 are needed</source>
        <translation>Klasse %1 hat %2 Personen außerhalb von fold_%3, nötig sind 2</translation>
    </message>
    <message>
        <source>class %1 has %2 subjects, %3 folds need %4</source>
        <translation>Klasse %1 hat %2 Personen, %3 Folds brauchen %4</translation>
    </message>
    <message>
        <source>class %1 has %2 subjects, a hold-out needs %3</source>
        <translation>Klasse %1 hat %2 Personen, eine wiederholte Stichprobe braucht %3</translation>
    </message>
    <message>
        <source>class %1 has %2 subjects, leaving one out needs %3</source>
        <translation>Klasse %1 hat %2 Personen, „Eine Person im Test“ braucht %3</translation>
    </message>
    <message>
        <source>correction %1 is impossible, or is the second one of its picture</source>
        <translation>Korrektur %1 ist unmöglich oder die zweite zu ihrem Bild</translation>
    </message>
    <message>
        <source>could not be unpacked: %1</source>
        <translation>ließ sich nicht entpacken: %1</translation>
    </message>
    <message>
        <source>damaged weights: %1</source>
        <translation>beschädigte Gewichte: %1</translation>
    </message>
    <message>
        <source>damaged weights: %1 holds numbers that are infinite or none</source>
        <translation>beschädigte Gewichte: %1 enthält unendliche oder ungültige Zahlen</translation>
    </message>
    <message>
        <source>damaged weights: the numbers of &apos;%1&apos; are missing</source>
        <translation>beschädigte Gewichte: Die Zahlen von „%1“ fehlen</translation>
    </message>
    <message>
        <source>device &apos;%1&apos; is not known</source>
        <translation>das Gerät „%1“ ist nicht bekannt</translation>
    </message>
    <message>
        <source>fold_%1 holds no usable cell</source>
        <translation>fold_%1 enthält keine brauchbare Zelle</translation>
    </message>
    <message>
        <source>format %1 never was</source>
        <translation>das Format %1 gab es nie</translation>
    </message>
    <message>
        <source>has %1 bytes of packed pixels, too few for the %2 bytes that its size asks for</source>
        <translation>hat %1 Byte gepackter Pixel, zu wenig für die %2 Byte, die nach der Größe nötig sind</translation>
    </message>
    <message>
        <source>has %1 bytes of pixels, its size asks for %2</source>
        <translation>hat %1 Byte an Pixeln, nach der Größe müssten es %2 sein</translation>
    </message>
    <message>
        <source>has %1 bytes, expected %2 at most</source>
        <translation>hat %1 Byte, erwartet sind höchstens %2</translation>
    </message>
    <message>
        <source>has %1 bytes, more than the limit of %2</source>
        <translation>hat %1 Byte, mehr als die Grenze von %2</translation>
    </message>
    <message>
        <source>has %1 characters, expected %2 to %3</source>
        <translation>hat %1 Zeichen, erwartet sind %2 bis %3</translation>
    </message>
    <message>
        <source>has %1 classes</source>
        <translation>hat %1 Klassen</translation>
    </message>
    <message>
        <source>has %1 pieces of pixels, its size asks for %2</source>
        <translation>hat %1 Stücke mit Pixeln, nach der Größe müssten es %2 sein</translation>
    </message>
    <message>
        <source>has %1 places of pixels but %2 lengths</source>
        <translation>nennt %1 Stellen mit Pixeln, aber %2 Längen</translation>
    </message>
    <message>
        <source>has %1 subjects, leaving one out at a time goes up to %2</source>
        <translation>hat %1 Personen, jeweils eine Person im Test geht bis %2</translation>
    </message>
    <message>
        <source>has a frame header of %1 bytes, expected 8 at least</source>
        <translation>hat einen Frame-Header von %1 Byte, erwartet sind mindestens 8</translation>
    </message>
    <message>
        <source>has more than %1 directories</source>
        <translation>hat mehr als %1 Verzeichnisse</translation>
    </message>
    <message>
        <source>has more than %1 scans</source>
        <translation>hat mehr als %1 Scans</translation>
    </message>
    <message>
        <source>has no JPEG marker at byte %1</source>
        <translation>hat keinen JPEG-Marker bei Byte %1</translation>
    </message>
    <message>
        <source>has no class &quot;%1&quot;</source>
        <translation>hat keine Klasse „%1“</translation>
    </message>
    <message>
        <source>has no column &quot;%1&quot;</source>
        <translation>hat keine Spalte „%1“</translation>
    </message>
    <message>
        <source>has no column that is known to say the class, only %1</source>
        <translation>hat keine Spalte, die erkennbar die Klasse nennt, nur %1</translation>
    </message>
    <message>
        <source>has no column that is known to say the path of the image, only %1</source>
        <translation>hat keine Spalte, die erkennbar den Pfad des Bildes nennt, nur %1</translation>
    </message>
    <message>
        <source>has no column that is known to say the subject, only %1</source>
        <translation>hat keine Spalte, die erkennbar die Person nennt, nur %1</translation>
    </message>
    <message>
        <source>has no level %1, only 0 to %2</source>
        <translation>hat keine Stufe %1, nur 0 bis %2</translation>
    </message>
    <message>
        <source>has the fold %1, expected a whole number from 0 to %2</source>
        <translation>hat den Fold %1, erwartet ist eine ganze Zahl von 0 bis %2</translation>
    </message>
    <message>
        <source>has the part %1, expected train, validation or test</source>
        <translation>hat den Teil %1, erwartet ist train, validation oder test</translation>
    </message>
    <message>
        <source>has the unknown case file version %1</source>
        <translation>hat die unbekannte Falldatei-Version %1</translation>
    </message>
    <message>
        <source>holds %1, which is not known here</source>
        <translation>enthält %1, was hier nicht bekannt ist</translation>
    </message>
    <message>
        <source>holds more than %1 files</source>
        <translation>enthält mehr als %1 Dateien</translation>
    </message>
    <message>
        <source>holds no %1</source>
        <translation>%1 fehlt darin</translation>
    </message>
    <message>
        <source>holds no checkpoint of fold %1, so it cannot be extended</source>
        <translation>enthält keinen Zwischenstand von Fold %1 und kann daher nicht verlängert werden</translation>
    </message>
    <message>
        <source>holds no checkpoint of fold %1, so it cannot go on</source>
        <translation>enthält keinen Zwischenstand von Fold %1 und kann daher nicht fortgesetzt werden</translation>
    </message>
    <message>
        <source>holds no picture called %1</source>
        <translation>enthält kein Bild namens %1</translation>
    </message>
    <message>
        <source>holds no usable image: %1 found, all of them broken or contradicting each other (%2 %3)</source>
        <translation>enthält kein brauchbares Bild: %1 gefunden, alle sind beschädigt oder widersprechen einander (%2 %3)</translation>
    </message>
    <message>
        <source>holds other cells than when the comparison in %1 began</source>
        <translation>enthält andere Zellen als zu Beginn des Vergleichs in %1</translation>
    </message>
    <message>
        <source>holds other cells than when the run in %1 began</source>
        <translation>enthält andere Zellen als zu Beginn des Laufs in %1</translation>
    </message>
    <message>
        <source>holds usable images of fewer than two classes (%1 of %2), and %3 is packed</source>
        <translation>enthält brauchbare Bilder von weniger als zwei Klassen (%1 von %2), und %3 ist gepackt</translation>
    </message>
    <message>
        <source>holds usable images of one class only (%1, %2), expected two classes at least</source>
        <translation>enthält brauchbare Bilder nur einer Klasse (%1, %2), mindestens zwei Klassen sind nötig</translation>
    </message>
    <message>
        <source>holds weights of %1, not of %2</source>
        <translation>enthält Gewichte von %1, nicht von %2</translation>
    </message>
    <message>
        <source>holds weights of %1, which is not among the networks that are compared</source>
        <translation>enthält Gewichte von %1, das nicht unter den verglichenen Netzen ist</translation>
    </message>
    <message>
        <source>is %1 of %2 × %3 px, which has to be unpacked as a whole; the limit for that is %4 pixels</source>
        <translation>ist %1 von %2 × %3 px und kann nur als Ganzes entpackt werden; die Grenze dafür liegt bei %4 Pixeln</translation>
    </message>
    <message>
        <source>is %1, which has no meaning here</source>
        <translation>ist %1, was hier keine Bedeutung hat</translation>
    </message>
    <message>
        <source>is a zip file without %1</source>
        <translation>ist eine Zip-Datei ohne %1</translation>
    </message>
    <message>
        <source>is beyond the limit of %1 records</source>
        <translation>liegt jenseits der Grenze von %1 Datensätzen</translation>
    </message>
    <message>
        <source>is damaged or truncated: %1</source>
        <translation>ist beschädigt oder abgeschnitten: %1</translation>
    </message>
    <message>
        <source>is damaged: its packed pixels lead outside %1 × %2 px, in row %3 from below</source>
        <translation>ist beschädigt: Die gepackten Pixel führen aus %1 × %2 px hinaus, in Zeile %3 von unten</translation>
    </message>
    <message>
        <source>is longer than the limit of %1 bytes</source>
        <translation>ist länger als die Grenze von %1 Byte</translation>
    </message>
    <message>
        <source>is made for the network &apos;%1&apos;, which is not known here</source>
        <translation>ist für das Netz „%1“ gemacht, das hier nicht bekannt ist</translation>
    </message>
    <message>
        <source>is no list of corrections (entry %1)</source>
        <translation>ist keine Liste von Korrekturen (Eintrag %1)</translation>
    </message>
    <message>
        <source>is no sound XML: %1</source>
        <translation>ist kein fehlerfreies XML: %1</translation>
    </message>
    <message>
        <source>is not a BMP, PNG, JPEG, TIFF or WebP image, but %1</source>
        <translation>ist kein Bild im Format BMP, PNG, JPEG, TIFF oder WebP, sondern %1</translation>
    </message>
    <message>
        <source>is of another version than 1 and %1</source>
        <translation>ist von einer anderen Version als 1 und %1</translation>
    </message>
    <message>
        <source>is of format %1, this program reads up to %2</source>
        <translation>ist vom Format %1, dieses Programm liest bis %2</translation>
    </message>
    <message>
        <source>is of version %1, expected 1 or %2</source>
        <translation>ist von Version %1, erwartet ist 1 oder %2</translation>
    </message>
    <message>
        <source>is of version %1, newer than %2</source>
        <translation>ist von Version %1, neuer als %2</translation>
    </message>
    <message>
        <source>is outside 0 to %1</source>
        <translation>liegt außerhalb von 0 bis %1</translation>
    </message>
    <message>
        <source>is outside 0 to %1 %2</source>
        <translation>liegt außerhalb von 0 bis %1 %2</translation>
    </message>
    <message>
        <source>is stored in tiles of %1 × %2 px, more than the limit of %3 px</source>
        <translation>ist in Kacheln von %1 × %2 px gespeichert, mehr als die Grenze von %3 px</translation>
    </message>
    <message>
        <source>is truncated or damaged: %1</source>
        <translation>ist abgeschnitten oder beschädigt: %1</translation>
    </message>
    <message>
        <source>is truncated: a BMP header has 26 bytes at least, the file has %1</source>
        <translation>ist abgeschnitten: Ein BMP-Header hat mindestens 26 Byte, die Datei hat %1</translation>
    </message>
    <message>
        <source>is truncated: a PNG header has 33 bytes, the file has %1</source>
        <translation>ist abgeschnitten: Ein PNG-Header hat 33 Byte, die Datei hat %1</translation>
    </message>
    <message>
        <source>is truncated: a TIFF header has 8 bytes, the file has %1</source>
        <translation>ist abgeschnitten: Ein TIFF-Header hat 8 Byte, die Datei hat %1</translation>
    </message>
    <message>
        <source>is truncated: a part of it needs %1 bytes, %2 are left</source>
        <translation>ist abgeschnitten: Ein Teil davon braucht %1 Byte, übrig sind %2</translation>
    </message>
    <message>
        <source>is truncated: it ends after %1 bytes without JPEG&apos;s end mark</source>
        <translation>ist abgeschnitten: Die Datei endet nach %1 Byte ohne die Endmarke von JPEG</translation>
    </message>
    <message>
        <source>is truncated: it ends after %1 bytes without PNG&apos;s end mark</source>
        <translation>ist abgeschnitten: Die Datei endet nach %1 Byte ohne die Endmarke von PNG</translation>
    </message>
    <message>
        <source>is truncated: it ends after %1 bytes without the end mark of packed pixels</source>
        <translation>ist abgeschnitten: Die Datei endet nach %1 Byte ohne die Endmarke gepackter Pixel</translation>
    </message>
    <message>
        <source>is truncated: it ends within its packed pixels, in row %1 of %2 from below</source>
        <translation>ist abgeschnitten: Die Datei endet innerhalb der gepackten Pixel, in Zeile %1 von %2 von unten</translation>
    </message>
    <message>
        <source>is truncated: its directory at byte %1 is not wholly in the file</source>
        <translation>ist abgeschnitten: Das Verzeichnis bei Byte %1 liegt nicht ganz in der Datei</translation>
    </message>
    <message>
        <source>is truncated: its directory at byte %1 is not wholly in the file, which has %2 bytes</source>
        <translation>ist abgeschnitten: Das Verzeichnis bei Byte %1 liegt nicht ganz in der Datei, die %2 Byte hat</translation>
    </message>
    <message>
        <source>is truncated: its header asks for %1 bytes, the file has %2</source>
        <translation>ist abgeschnitten: Nach dem Header müssten es %1 Byte sein, die Datei hat %2</translation>
    </message>
    <message>
        <source>is truncated: its header needs %1 bytes, the file has %2</source>
        <translation>ist abgeschnitten: Der Header braucht %1 Byte, die Datei hat %2</translation>
    </message>
    <message>
        <source>is truncated: its pixels reach to byte %1, the file has %2 bytes</source>
        <translation>ist abgeschnitten: Die Pixel reichen bis Byte %1, die Datei hat %2 Byte</translation>
    </message>
    <message>
        <source>it does not say its %1</source>
        <translation>sie nennt %1 nicht</translation>
    </message>
    <message>
        <source>it has more than %1 classes</source>
        <translation>sie hat mehr als %1 Klassen</translation>
    </message>
    <message>
        <source>its %1 is no number</source>
        <translation>ihre Angabe %1 ist keine Zahl</translation>
    </message>
    <message>
        <source>its card names %1 classes, its last layer has %2 outputs</source>
        <translation>seine Karte nennt %1 Klassen, seine letzte Schicht hat %2 Ausgänge</translation>
    </message>
    <message>
        <source>its picture %1 has %2 × %3 px</source>
        <translation>sein Bild %1 hat %2 × %3 px</translation>
    </message>
    <message>
        <source>its stain reference is damaged: %1</source>
        <translation>ihre Färbungsreferenz ist beschädigt: %1</translation>
    </message>
    <message>
        <source>its training colours are damaged: %1</source>
        <translation>ihre Farben der Trainingsbilder sind beschädigt: %1</translation>
    </message>
    <message>
        <source>keeps cells of one class only after the corrections (%1)</source>
        <translation>behält nach den Korrekturen nur Zellen einer Klasse (%1)</translation>
    </message>
    <message>
        <source>lacks %1, and a frozen trunk needs all of its weights</source>
        <translation>enthält %1 nicht, und ein eingefrorener Rumpf braucht alle seine Gewichte</translation>
    </message>
    <message>
        <source>line %1 %2</source>
        <translation>Zeile %1 %2</translation>
    </message>
    <message>
        <source>line %1 brings the %2th class, so its column says something else</source>
        <translation>Zeile %1 bringt die %2. Klasse, also enthält die Spalte etwas anderes</translation>
    </message>
    <message>
        <source>line %1 is beyond the limit of %2 facts</source>
        <translation>Zeile %1 liegt jenseits der Grenze von %2 Angaben</translation>
    </message>
    <message>
        <source>line %1 is damaged</source>
        <translation>Zeile %1 ist beschädigt</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>measures %1, more than the limit of %2 px a side</source>
        <translation>misst %1, mehr als die Grenze von %2 px je Seite</translation>
    </message>
    <message>
        <source>measures %1, which is %2 pixels, more than the limit of %3</source>
        <translation>misst %1, das sind %2 Pixel, mehr als die Grenze von %3</translation>
    </message>
    <message>
        <source>measures %1; a picture of a cell has at least %2 px a side</source>
        <translation>misst %1; das Bild einer Zelle hat mindestens %2 px je Seite</translation>
    </message>
    <message>
        <source>memory of the device ran out at a batch of %1 cells</source>
        <translation>der Speicher des Geräts reichte nicht für einen Stapel von %1 Zellen</translation>
    </message>
    <message>
        <source>names %1 columns, more than the limit of %2</source>
        <translation>nennt %1 Spalten, mehr als die Grenze von %2</translation>
    </message>
    <message>
        <source>names %1, which is not known here</source>
        <translation>nennt %1, was hier nicht bekannt ist</translation>
    </message>
    <message>
        <source>names a stain that cannot be read: %1</source>
        <translation>nennt eine Färbung, die sich nicht lesen lässt: %1</translation>
    </message>
    <message>
        <source>names no column %1, only %2</source>
        <translation>nennt keine Spalte %1, nur %2</translation>
    </message>
    <message>
        <source>names the column %1 twice</source>
        <translation>nennt die Spalte %1 zweimal</translation>
    </message>
    <message>
        <source>no backbone is called &apos;%1&apos;</source>
        <translation>kein Rumpf heißt „%1“</translation>
    </message>
    <message>
        <source>no cell of class &quot;%1&quot; to choose a threshold on</source>
        <translation>keine Zelle der Klasse „%1“, an der sich eine Schwelle wählen ließe</translation>
    </message>
    <message>
        <source>no network is called &apos;%1&apos;</source>
        <translation>kein Netz heißt „%1“</translation>
    </message>
    <message>
        <source>no protocol is called &quot;%1&quot;</source>
        <translation>kein Protokoll heißt „%1“</translation>
    </message>
    <message>
        <source>no way was found to deal the subjects to %1 folds so that each fold tests every class</source>
        <translation>es fand sich kein Weg, die Personen so auf %1 Folds zu verteilen, dass jeder Fold jede Klasse testet</translation>
    </message>
    <message>
        <source>none of %1 pictures shows stained cells</source>
        <translation>keines von %1 Bildern zeigt gefärbte Zellen</translation>
    </message>
    <message>
        <source>none of its %1 tensors has a name of %2</source>
        <translation>keiner der %1 Tensoren trägt einen Namen von %2</translation>
    </message>
    <message>
        <source>not a plain file of weights: %1</source>
        <translation>keine reine Datei mit Gewichten: %1</translation>
    </message>
    <message>
        <source>not enough memory to compare %1 pictures</source>
        <translation>nicht genug Arbeitsspeicher, um %1 Bilder zu vergleichen</translation>
    </message>
    <message>
        <source>precision &apos;%1&apos; is not known</source>
        <translation>die Genauigkeit „%1“ ist nicht bekannt</translation>
    </message>
    <message>
        <source>precision &apos;%1&apos; is not known on %2</source>
        <translation>die Genauigkeit „%1“ ist auf %2 nicht bekannt</translation>
    </message>
    <message>
        <source>principal components of %1 vectors were asked for</source>
        <translation>Hauptkomponenten von %1 Vektoren wurden verlangt</translation>
    </message>
    <message>
        <source>says it has %1 bits a pixel, expected 1, 4, 8, 16, 24 or 32</source>
        <translation>gibt %1 Bit je Pixel an, erwartet sind 1, 4, 8, 16, 24 oder 32</translation>
    </message>
    <message>
        <source>says it has %1 colour channels, expected 1, 3 or 4</source>
        <translation>gibt %1 Farbkanäle an, erwartet sind 1, 3 oder 4</translation>
    </message>
    <message>
        <source>says it has a table of %1 colours, expected %2 at most</source>
        <translation>gibt eine Tabelle mit %1 Farben an, erwartet sind höchstens %2</translation>
    </message>
    <message>
        <source>says it has bit depth %1 and colour type %2, which PNG does not know</source>
        <translation>gibt Bittiefe %1 und Farbtyp %2 an, was es in PNG nicht gibt</translation>
    </message>
    <message>
        <source>says it measures %1</source>
        <translation>gibt als Größe %1 an</translation>
    </message>
    <message>
        <source>says it packs %1 bits a pixel by a method for %2, or from top to bottom</source>
        <translation>gibt an, %1 Bit je Pixel mit einem Verfahren für %2 zu packen, oder von oben nach unten</translation>
    </message>
    <message>
        <source>says its BMP header has %1 bytes, expected 12 or 40 to 1024</source>
        <translation>gibt einen BMP-Header von %1 Byte an, erwartet sind 12 oder 40 bis 1024</translation>
    </message>
    <message>
        <source>says its pixels begin at byte %1, inside its header of %2 bytes</source>
        <translation>gibt an, dass die Pixel bei Byte %1 beginnen, innerhalb des Headers von %2 Byte</translation>
    </message>
    <message>
        <source>says of how the data were read that %1</source>
        <translation>beschreibt falsch, wie die Daten gelesen wurden: %1</translation>
    </message>
    <message>
        <source>says of no subject what to stratify by (%1)</source>
        <translation>gibt von keiner Person an, wonach ausgeglichen werden soll (%1)</translation>
    </message>
    <message>
        <source>says that it has %1 × %2 px, more than the limit of %3 px a side</source>
        <translation>gibt %1 × %2 px an, mehr als die Grenze von %3 px je Seite</translation>
    </message>
    <message>
        <source>says that it measures %1 × %2 px, but its picture measures %3 × %4</source>
        <translation>gibt %1 × %2 px an, das Bild darin misst aber %3 × %4</translation>
    </message>
    <message>
        <source>should measure %1 × %2 px, but unpacks to %3 × %4</source>
        <translation>müsste %1 × %2 px messen, ergibt entpackt aber %3 × %4</translation>
    </message>
    <message>
        <source>subject %1 has cells in fold_%2 and in fold_%3</source>
        <translation>Person %1 hat Zellen in fold_%2 und in fold_%3</translation>
    </message>
    <message>
        <source>the acknowledgement %1</source>
        <translation>die Bestätigung %1</translation>
    </message>
    <message>
        <source>the archive is damaged: %1</source>
        <translation>das Archiv ist beschädigt: %1</translation>
    </message>
    <message>
        <source>the backbone has no block called &apos;%1&apos; to freeze up to</source>
        <translation>der Rumpf hat keinen Block namens „%1“, bis zu dem eingefroren werden könnte</translation>
    </message>
    <message>
        <source>the blast class &apos;%1&apos; is none of the classes</source>
        <translation>die Blastenklasse „%1“ ist keine der Klassen</translation>
    </message>
    <message>
        <source>the checkpoint does not fit this training: %1</source>
        <translation>der Zwischenstand passt nicht zu diesem Training: %1</translation>
    </message>
    <message>
        <source>the class &apos;%1&apos; is named twice</source>
        <translation>die Klasse „%1“ ist zweimal genannt</translation>
    </message>
    <message>
        <source>the classifier was not fitted: %1</source>
        <translation>der Klassifikator wurde nicht angepasst: %1</translation>
    </message>
    <message>
        <source>the colours of a training set need %1 pictures at least, found %2</source>
        <translation>die Farben von Trainingsdaten brauchen mindestens %1 Bilder, gefunden: %2</translation>
    </message>
    <message>
        <source>the column %1 is asked to say two things</source>
        <translation>die Spalte %1 soll zweierlei angeben</translation>
    </message>
    <message>
        <source>the column of %1 has no name</source>
        <translation>die Spalte für %1 hat keinen Namen</translation>
    </message>
    <message>
        <source>the entry &apos;%1&apos; is missing</source>
        <translation>der Eintrag „%1“ fehlt</translation>
    </message>
    <message>
        <source>the fact&apos;s date is no date of the form YYYY-MM-DD: &quot;%1&quot;</source>
        <translation>das Datum der Angabe ist kein Datum der Form YYYY-MM-DD: „%1“</translation>
    </message>
    <message>
        <source>the folder %1 with Slidedat.ini that belongs to this slide is missing</source>
        <translation>der Ordner %1 mit Slidedat.ini, der zu diesem Präparat gehört, fehlt</translation>
    </message>
    <message>
        <source>the list of training cells in it is damaged: %1</source>
        <translation>die Liste der Trainingszellen darin ist beschädigt: %1</translation>
    </message>
    <message>
        <source>the list of training cells: %1</source>
        <translation>die Liste der Trainingszellen: %1</translation>
    </message>
    <message>
        <source>the model card is damaged: %1</source>
        <translation>die Modellkarte ist beschädigt: %1</translation>
    </message>
    <message>
        <source>the model card is damaged: it %1</source>
        <translation>die Modellkarte ist beschädigt: sie %1</translation>
    </message>
    <message>
        <source>the model could not be packed: %1</source>
        <translation>das Modell ließ sich nicht packen: %1</translation>
    </message>
    <message>
        <source>the model has no class %1</source>
        <translation>das Modell hat keine Klasse %1</translation>
    </message>
    <message>
        <source>the network has no block with a map called %1</source>
        <translation>das Netz hat keinen Block mit einer Karte namens %1</translation>
    </message>
    <message>
        <source>the note is longer than %1 bytes</source>
        <translation>die Notiz ist länger als %1 Byte</translation>
    </message>
    <message>
        <source>the numbers of &apos;%1&apos; are missing</source>
        <translation>die Zahlen von „%1“ fehlen</translation>
    </message>
    <message>
        <source>the quality of a JPEG is a number from 1 to 100, not %1</source>
        <translation>die Qualität eines JPEG ist eine Zahl von 1 bis 100, nicht %1</translation>
    </message>
    <message>
        <source>the range of %1 is not known</source>
        <translation>der Wertebereich von %1 ist nicht bekannt</translation>
    </message>
    <message>
        <source>the setting %1 is %2, expected %3</source>
        <translation>die Einstellung %1 ist %2, erwartet ist %3</translation>
    </message>
    <message>
        <source>the setting %1 is missing</source>
        <translation>die Einstellung %1 fehlt</translation>
    </message>
    <message>
        <source>the split is not valid: %1 is tested in no fold</source>
        <translation>die Aufteilung ist nicht gültig: %1 wird in keinem Fold getestet</translation>
    </message>
    <message>
        <source>the split is not valid: fold %1: %2</source>
        <translation>die Aufteilung ist nicht gültig: Fold %1: %2</translation>
    </message>
    <message>
        <source>the start of treatment is no date of the form YYYY-MM-DD: &quot;%1&quot;</source>
        <translation>der Behandlungsbeginn ist kein Datum der Form YYYY-MM-DD: „%1“</translation>
    </message>
    <message>
        <source>the subject of %1 of %2 cells is not known</source>
        <translation>von %1 von %2 Zellen ist die Person nicht bekannt</translation>
    </message>
    <message>
        <source>the training set&apos;s colours are damaged: %1</source>
        <translation>die Farben der Trainingsdaten sind beschädigt: %1</translation>
    </message>
    <message>
        <source>the weights do not fit %1: %2</source>
        <translation>die Gewichte passen nicht zu %1: %2</translation>
    </message>
    <message>
        <source>there is no fact of the name &quot;%1&quot;</source>
        <translation>es gibt keine Angabe mit dem Namen „%1“</translation>
    </message>
    <message>
        <source>there is no stain normalisation &apos;%1&apos;</source>
        <translation>es gibt keine Angleichung der Färbung namens „%1“</translation>
    </message>
    <message>
        <source>these pictures have no common stain: %1</source>
        <translation>diese Bilder haben keine gemeinsame Färbung: %1</translation>
    </message>
    <message>
        <source>this drive cannot keep two people from changing one case (%1)</source>
        <translation>dieses Laufwerk kann nicht verhindern, dass zwei Personen denselben Fall ändern (%1)</translation>
    </message>
    <message>
        <source>vectors of %1 numbers are not of %2</source>
        <translation>Vektoren aus %1 Zahlen sind nicht von %2</translation>
    </message>
    <message>
        <source>was changed or damaged: the checksum at byte %1 should be %2, it is %3</source>
        <translation>wurde geändert oder beschädigt: Die Prüfsumme bei Byte %1 müsste %2 sein, sie ist %3</translation>
    </message>
    <message>
        <source>was tested on others than %1: %2 only there, %3 only here, %4 in both</source>
        <translation>wurde an anderen getestet als %1: %2 nur dort, %3 nur hier, %4 in beiden</translation>
    </message>
    <message>
        <source>was written by a newer version of Leukolens (case file version %1, this program knows up to %2)</source>
        <translation>wurde von einer neueren Version von Leukolens geschrieben (Falldatei-Version %1, dieses Programm kennt bis %2)</translation>
    </message>
    <message>
        <source>would have %1 bytes, more than the limit of %2</source>
        <translation>hätte %1 Byte, mehr als die Grenze von %2</translation>
    </message>
    <message>
        <source>the connection to the server was lost, and %1 has taken the case since</source>
        <translation>die Verbindung zum Server riss ab, und %1 hat den Fall seitdem übernommen</translation>
    </message>
    <message>
        <source>a TIFF in pieces of %1 rows</source>
        <translation>ein TIFF in Stücken von %1 Zeilen</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>eine ganze Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>eine Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>eines von %1</translation>
    </message>
    <message>
        <source>fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>has more than %1 classes</source>
        <translation>hat mehr als %1 Klassen</translation>
    </message>
    <message>
        <source>subject &quot;%1&quot; %2</source>
        <translation>Person „%1“ %2</translation>
    </message>
    <message>
        <source>subject &quot;%1&quot;: &quot;%2&quot; %3</source>
        <translation>Person „%1“: „%2“ %3</translation>
    </message>
    <message>
        <source>OpenSlide does not open it</source>
        <translation>OpenSlide öffnet es nicht</translation>
    </message>
    <message>
        <source>a fact was accepted before and is not now</source>
        <translation>eine Angabe wurde früher angenommen und wird es jetzt nicht</translation>
    </message>
    <message>
        <source>a path holds a NUL byte</source>
        <translation>ein Pfad enthält ein NUL-Byte</translation>
    </message>
    <message>
        <source>a probability is no number from 0 to 1</source>
        <translation>eine Wahrscheinlichkeit ist keine Zahl von 0 bis 1</translation>
    </message>
    <message>
        <source>complex numbers</source>
        <translation>komplexe Zahlen</translation>
    </message>
    <message>
        <source>does not have the checksum that it states: it is torn or damaged</source>
        <translation>hat nicht die angegebene Prüfsumme: abgerissen oder beschädigt</translation>
    </message>
    <message>
        <source>floating-point numbers</source>
        <translation>Gleitkommazahlen</translation>
    </message>
    <message>
        <source>has a document type, which annotations never need</source>
        <translation>hat einen Dokumenttyp, den Annotationen nie brauchen</translation>
    </message>
    <message>
        <source>has a quote inside a field that does not begin with one</source>
        <translation>hat ein Anführungszeichen in einem Feld, das nicht mit einem beginnt</translation>
    </message>
    <message>
        <source>has a text longer than any name</source>
        <translation>hat einen Text, der länger ist als jeder Name</translation>
    </message>
    <message>
        <source>has an object without a name</source>
        <translation>hat ein Objekt ohne Namen</translation>
    </message>
    <message>
        <source>has an object without a whole box</source>
        <translation>hat ein Objekt ohne vollständigen Rahmen</translation>
    </message>
    <message>
        <source>has text after a closing quote</source>
        <translation>hat Text nach einem schließenden Anführungszeichen</translation>
    </message>
    <message>
        <source>is a 16-bit TIFF in palette or YCbCr colours; in 16 bits, grey and RGB are read</source>
        <translation>ist ein 16-Bit-TIFF mit Palette oder YCbCr-Farben; mit 16 Bit werden Grau und RGB gelesen</translation>
    </message>
    <message>
        <source>is a CMYK JPEG without Adobe&apos;s mark: whether its values are inverted is not known</source>
        <translation>ist ein CMYK-JPEG ohne Adobes Kennzeichen: ob die Werte invertiert sind, ist nicht bekannt</translation>
    </message>
    <message>
        <source>is an animation, expected one picture</source>
        <translation>ist eine Animation, erwartet ist ein einzelnes Bild</translation>
    </message>
    <message>
        <source>is nested deeper than any annotation</source>
        <translation>ist tiefer verschachtelt als jede Annotation</translation>
    </message>
    <message>
        <source>is nested too deeply</source>
        <translation>ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>is no checkpoint</source>
        <translation>ist kein Zwischenstand</translation>
    </message>
    <message>
        <source>is not as long as it says: it is torn or damaged</source>
        <translation>ist nicht so lang wie angegeben: abgerissen oder beschädigt</translation>
    </message>
    <message>
        <source>is not named Im&lt;number&gt;_1 or _0 as the other cells are, so its class is not known; left out</source>
        <translation>heißt nicht Im&lt;Nummer&gt;_1 oder _0 wie die anderen Zellen, daher ist die Klasse nicht bekannt; ausgelassen</translation>
    </message>
    <message>
        <source>is packed; what is in it is missing here. Unpack it, then read the folder again.</source>
        <translation>ist gepackt; was darin ist, fehlt hier. Entpacken Sie die Datei, dann lesen Sie den Ordner erneut.</translation>
    </message>
    <message>
        <source>is transparent everywhere: there is nothing to see</source>
        <translation>ist überall durchsichtig: es gibt nichts zu sehen</translation>
    </message>
    <message>
        <source>it has classes but no last layer</source>
        <translation>es gibt Klassen, aber keine letzte Schicht</translation>
    </message>
    <message>
        <source>it holds no tensors</source>
        <translation>sie enthält keine Tensoren</translation>
    </message>
    <message>
        <source>it is no longer there, or has changed</source>
        <translation>ist nicht mehr da oder hat sich geändert</translation>
    </message>
    <message>
        <source>its first line is not Patient_ID,new_names,labels; the pictures that it may label are left out</source>
        <translation>die erste Zeile ist nicht Patient_ID,new_names,labels; die Bilder, deren Klassen hier stehen könnten, werden ausgelassen</translation>
    </message>
    <message>
        <source>its levels are not each coarser than the one before</source>
        <translation>die Stufen sind nicht jeweils gröber als die vorige</translation>
    </message>
    <message>
        <source>its network is computed by LibTorch alone</source>
        <translation>sein Netz wird allein von LibTorch berechnet</translation>
    </message>
    <message>
        <source>its parts contradict its size</source>
        <translation>die Teile widersprechen der Größe</translation>
    </message>
    <message>
        <source>its pixels cannot be unpacked</source>
        <translation>die Bildpunkte lassen sich nicht entpacken</translation>
    </message>
    <message>
        <source>libsodium could not be started</source>
        <translation>libsodium ließ sich nicht starten</translation>
    </message>
    <message>
        <source>names no cell</source>
        <translation>nennt keine Zelle</translation>
    </message>
    <message>
        <source>names no file</source>
        <translation>nennt keine Datei</translation>
    </message>
    <message>
        <source>names no image; left out</source>
        <translation>nennt kein Bild; ausgelassen</translation>
    </message>
    <message>
        <source>names no subject; left out</source>
        <translation>nennt keine Person; ausgelassen</translation>
    </message>
    <message>
        <source>nobody has this passphrase</source>
        <translation>niemand hat dieses Passwort</translation>
    </message>
    <message>
        <source>signed whole numbers</source>
        <translation>ganze Zahlen mit Vorzeichen</translation>
    </message>
    <message>
        <source>some images lie directly in a class folder, so the folders below are not taken for subjects</source>
        <translation>einige Bilder liegen direkt im Ordner einer Klasse, daher gelten die Ordner darunter nicht als Personen</translation>
    </message>
    <message>
        <source>splitFile is set, only the protocol own reads it</source>
        <translation>splitFile ist gesetzt, das nur das Protokoll „own“ liest</translation>
    </message>
    <message>
        <source>tables are missing</source>
        <translation>es fehlen Tabellen</translation>
    </message>
    <message>
        <source>the audit trail has lost its head</source>
        <translation>dem Änderungsprotokoll fehlt sein Kopf</translation>
    </message>
    <message>
        <source>the class name</source>
        <translation>der Name der Klasse</translation>
    </message>
    <message>
        <source>the comment</source>
        <translation>die Bemerkung</translation>
    </message>
    <message>
        <source>the file ends early</source>
        <translation>die Datei endet zu früh</translation>
    </message>
    <message>
        <source>the fold is no whole number from 1 on</source>
        <translation>der Fold ist keine ganze Zahl ab 1</translation>
    </message>
    <message>
        <source>the forest was not fitted</source>
        <translation>der Forest wurde nicht angepasst</translation>
    </message>
    <message>
        <source>the header is no JSON object</source>
        <translation>der Kopf ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>the list of its parts</source>
        <translation>die Liste ihrer Teile</translation>
    </message>
    <message>
        <source>the model&apos;s card</source>
        <translation>die Karte des Modells</translation>
    </message>
    <message>
        <source>the model&apos;s checksum</source>
        <translation>die Prüfsumme des Modells</translation>
    </message>
    <message>
        <source>the probabilities do not sum to 1</source>
        <translation>die Summe der Wahrscheinlichkeiten ist nicht 1</translation>
    </message>
    <message>
        <source>the reader has no name</source>
        <translation>die beurteilende Person hat keinen Namen</translation>
    </message>
    <message>
        <source>the reader&apos;s name</source>
        <translation>der Name der beurteilenden Person</translation>
    </message>
    <message>
        <source>the reason</source>
        <translation>der Grund</translation>
    </message>
    <message>
        <source>the support vector machine was not fitted</source>
        <translation>die Support Vector Machine wurde nicht angepasst</translation>
    </message>
    <message>
        <source>there are more lines than cells, so one is named twice</source>
        <translation>es gibt mehr Zeilen als Zellen, also ist eine doppelt genannt</translation>
    </message>
    <message>
        <source>this fact was removed</source>
        <translation>diese Angabe wurde entfernt</translation>
    </message>
    <message>
        <source>this processor has no instructions for 8-bit answers</source>
        <translation>dieser Prozessor hat keine Befehle für 8-Bit-Antworten</translation>
    </message>
    <message>
        <source>too few cells to measure 8-bit answers</source>
        <translation>zu wenige Zellen, um 8-Bit-Antworten zu messen</translation>
    </message>
    <message>
        <source>too many instructions</source>
        <translation>zu viele Anweisungen</translation>
    </message>
    <message>
        <source>too many values</source>
        <translation>zu viele Werte</translation>
    </message>
    <message>
        <source>unpacks to more than any picture has</source>
        <translation>ist entpackt größer als jedes Bild</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no date</source>
        <translation>%1 hat ein „%2“, das kein Datum ist</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no day</source>
        <translation>%1 hat ein „%2“, das kein Tag ist</translation>
    </message>
    <message>
        <source>%1 has an impossible shape or place</source>
        <translation>%1 hat eine unmögliche Form oder Lage</translation>
    </message>
    <message>
        <source>%1 has no class; left out</source>
        <translation>%1 hat keine Klasse; ausgelassen</translation>
    </message>
    <message>
        <source>%1 has no subject; it is kept, but patients cannot be kept apart</source>
        <translation>%1 hat keine Person; das Bild bleibt erhalten, aber Patienten lassen sich nicht trennen</translation>
    </message>
    <message>
        <source>%1 has the number type %2, which is not read here</source>
        <translation>%1 hat den Zahlentyp %2, der hier nicht gelesen wird</translation>
    </message>
    <message>
        <source>%1 is %2, expected %3</source>
        <translation>%1 ist %2, erwartet ist %3</translation>
    </message>
    <message>
        <source>%1 is %2, it has to be from %3 to %4</source>
        <translation>%1 ist %2, möglich ist %3 bis %4</translation>
    </message>
    <message>
        <source>%1 is called otherwise in its own header</source>
        <translation>%1 heißt im eigenen Kopf anders</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 ist leer</translation>
    </message>
    <message>
        <source>%1 is encrypted</source>
        <translation>%1 ist verschlüsselt</translation>
    </message>
    <message>
        <source>%1 is not UTF-8 text</source>
        <translation>%1 ist kein UTF-8-Text</translation>
    </message>
    <message>
        <source>%1 is not an ordinary file; left out</source>
        <translation>%1 ist keine gewöhnliche Datei; ausgelassen</translation>
    </message>
    <message>
        <source>%1 is not described as it should be</source>
        <translation>%1 ist nicht beschrieben, wie es sein muss</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 ist nicht da</translation>
    </message>
    <message>
        <source>%1 is not where the list says</source>
        <translation>%1 liegt nicht, wo die Liste es angibt</translation>
    </message>
    <message>
        <source>%1 is packed by a method that is not read here</source>
        <translation>%1 ist mit einem Verfahren gepackt, das hier nicht gelesen wird</translation>
    </message>
    <message>
        <source>%1 was named in line %2 already</source>
        <translation>%1 wurde schon in Zeile %2 genannt</translation>
    </message>
    <message>
        <source>%1, but %2 on line %3; taken as missing</source>
        <translation>%1, aber %2 in Zeile %3; gilt als fehlend</translation>
    </message>
    <message>
        <source>%1, which %2; taken as missing</source>
        <translation>%1: %2; gilt als fehlend</translation>
    </message>
    <message>
        <source>%1: the next reading has to read every file again. %2</source>
        <translation>%1: das nächste Lesen muss jede Datei neu lesen. %2</translation>
    </message>
    <message>
        <source>%1: too few training cells show stain to tell foreign colours by; its model does not know them</source>
        <translation>%1: zu wenige Trainingszellen zeigen Färbung, um fremde Farben daran zu erkennen; sein Modell kennt sie nicht</translation>
    </message>
    <message>
        <source>%1: too few training cells to tell by what is no cell; its model does not flag it</source>
        <translation>%1: zu wenige Trainingszellen, um daran zu erkennen, was keine Zelle ist; sein Modell kennzeichnet es nicht</translation>
    </message>
    <message>
        <source>%1; kept once</source>
        <translation>%1; einmal behalten</translation>
    </message>
    <message>
        <source>%1Low is %2, above %3High, which is %4</source>
        <translation>%1Low ist %2 und damit größer als %3High mit %4</translation>
    </message>
    <message>
        <source>&apos;%1&apos; shares bytes with what follows it</source>
        <translation>„%1“ teilt Bytes mit dem, was darauf folgt</translation>
    </message>
    <message>
        <source>Decoded pixels are not kept for the next run: %1</source>
        <translation>Dekodierte Bildpunkte werden nicht für den nächsten Lauf aufbewahrt: %1</translation>
    </message>
    <message>
        <source>Labels were changed by hand: %1 cells relabelled, %2 left out (corrections.json).</source>
        <translation>Zuordnungen wurden von Hand geändert: %1 Zellen neu zugeordnet, %2 ausgelassen (corrections.json).</translation>
    </message>
    <message>
        <source>Passed over: %1</source>
        <translation>Übergangen: %1</translation>
    </message>
    <message>
        <source>Pictures that look the same were decided upon by hand: %1 pairs (duplicates.json).</source>
        <translation>Über Bilder, die gleich aussehen, wurde von Hand entschieden: %1 Paare (duplicates.json).</translation>
    </message>
    <message>
        <source>The cells&apos; colours are not kept for the next run: %1</source>
        <translation>Die Farben der Zellen werden nicht für den nächsten Lauf aufbewahrt: %1</translation>
    </message>
    <message>
        <source>The kept colours in %1 are damaged; they are measured again.</source>
        <translation>Die aufbewahrten Farben in %1 sind beschädigt; sie werden neu gemessen.</translation>
    </message>
    <message>
        <source>The kept pixels in %1 are damaged; the pictures are decoded again.</source>
        <translation>Die aufbewahrten Bildpunkte in %1 sind beschädigt; die Bilder werden neu dekodiert.</translation>
    </message>
    <message>
        <source>The kept vectors in %1 are damaged; they are computed again.</source>
        <translation>Die aufbewahrten Vektoren in %1 sind beschädigt; sie werden neu berechnet.</translation>
    </message>
    <message>
        <source>The run goes on with %1, it began with %2: the curve may differ slightly.</source>
        <translation>Der Lauf geht mit %1 weiter, begonnen hat er mit %2: Die Kurve kann leicht abweichen.</translation>
    </message>
    <message>
        <source>The trunk&apos;s vectors are not kept for the next run: %1</source>
        <translation>Die Vektoren des Rumpfes werden nicht für den nächsten Lauf aufbewahrt: %1</translation>
    </message>
    <message>
        <source>What the run noted was lost: %1</source>
        <translation>Was der Lauf vermerkt hat, ging verloren: %1</translation>
    </message>
    <message>
        <source>a slide in the format %1 that cannot be read: %2</source>
        <translation>ein Präparat im Format %1, das sich nicht lesen lässt: %2</translation>
    </message>
    <message>
        <source>an account has the unknown role &quot;%1&quot;</source>
        <translation>ein Konto hat die unbekannte Rolle „%1“</translation>
    </message>
    <message>
        <source>case %1 has no cell %2 on a slide</source>
        <translation>Fall %1 hat keine Zelle %2 auf einem Präparat</translation>
    </message>
    <message>
        <source>cell %1 is in %2 and in %3</source>
        <translation>Zelle %1 ist in %2 und in %3</translation>
    </message>
    <message>
        <source>cell %1 is not in case %2</source>
        <translation>Zelle %1 ist nicht in Fall %2</translation>
    </message>
    <message>
        <source>cell %1 is tested, but belongs to official fold %2</source>
        <translation>Zelle %1 wird getestet, gehört aber zum offiziellen Fold %2</translation>
    </message>
    <message>
        <source>cell %1 was not removed from case %2</source>
        <translation>Zelle %1 wurde nicht aus Fall %2 entfernt</translation>
    </message>
    <message>
        <source>class %1 has no cell left</source>
        <translation>Klasse %1 hat keine Zelle mehr</translation>
    </message>
    <message>
        <source>class %1 has no usable image</source>
        <translation>Klasse %1 hat kein brauchbares Bild</translation>
    </message>
    <message>
        <source>classBalance is set, and %1 is fitted to the cells as they are</source>
        <translation>classBalance ist gesetzt, und %1 wird an die Zellen angepasst, wie sie sind</translation>
    </message>
    <message>
        <source>could not be packed: %1</source>
        <translation>ließ sich nicht packen: %1</translation>
    </message>
    <message>
        <source>could not be read (%1)</source>
        <translation>ließ sich nicht lesen (%1)</translation>
    </message>
    <message>
        <source>could not be written (%1)</source>
        <translation>ließ sich nicht schreiben (%1)</translation>
    </message>
    <message>
        <source>folds is %1, the protocol official has %2</source>
        <translation>folds ist %1, das Protokoll „official“ hat %2</translation>
    </message>
    <message>
        <source>frozenUpTo is &quot;%1&quot; and there are no weights: random layers would stay random</source>
        <translation>frozenUpTo ist „%1“, und es gibt keine Gewichte: zufällige Schichten blieben zufällig</translation>
    </message>
    <message>
        <source>has %1 bits a channel; 8 and 16 are read</source>
        <translation>hat %1 Bit je Kanal; gelesen werden 8 und 16</translation>
    </message>
    <message>
        <source>has %1 bits a channel; 8 are read</source>
        <translation>hat %1 Bit je Kanal; gelesen werden 8</translation>
    </message>
    <message>
        <source>has %1 colour channels; 1 to 4 are read, and an alpha channel</source>
        <translation>hat %1 Farbkanäle; gelesen werden 1 bis 4 und ein Alphakanal</translation>
    </message>
    <message>
        <source>has another content for %1</source>
        <translation>hat einen anderen Inhalt für %1</translation>
    </message>
    <message>
        <source>has another subject for %1</source>
        <translation>hat eine andere Person für %1</translation>
    </message>
    <message>
        <source>has fold %1, there is no fold %2</source>
        <translation>hat den Fold %1, es gibt keinen Fold %2</translation>
    </message>
    <message>
        <source>has the same content as %1</source>
        <translation>hat denselben Inhalt wie %1</translation>
    </message>
    <message>
        <source>holds %1 pictures, expected one</source>
        <translation>enthält %1 Bilder, erwartet ist eines</translation>
    </message>
    <message>
        <source>holds %1, whose black and white no rule fixes</source>
        <translation>enthält %1, deren Schwarz und Weiß keine Regel festlegt</translation>
    </message>
    <message>
        <source>holds images outside any subject&apos;s folder (%1); they are kept, but patients cannot be kept apart</source>
        <translation>enthält Bilder außerhalb der Ordner der Personen (%1); sie bleiben erhalten, aber Patienten lassen sich nicht trennen</translation>
    </message>
    <message>
        <source>holds once what was recorded twice: %1</source>
        <translation>enthält einmal, was zweimal verzeichnet war: %1</translation>
    </message>
    <message>
        <source>is a BMP with compression %1; 0 to 3 are read</source>
        <translation>ist ein BMP mit Kompression %1; gelesen werden 0 bis 3</translation>
    </message>
    <message>
        <source>is a test cell with the same content as %1; left out</source>
        <translation>ist eine Testzelle mit demselben Inhalt wie %1; ausgelassen</translation>
    </message>
    <message>
        <source>is divided into parts (%1), which are read as one set; the program makes its own parts, or keeps patients apart where it knows them</source>
        <translation>ist in Teile geteilt (%1), die als ein Satz gelesen werden; das Programm teilt selbst oder trennt Patienten, wo es sie kennt</translation>
    </message>
    <message>
        <source>is labelled %1, but %2 with the same content is labelled %3; both are left out</source>
        <translation>ist als %1 zugeordnet, aber %2 mit demselben Inhalt als %3; beide werden ausgelassen</translation>
    </message>
    <message>
        <source>it calls &apos;%1&apos; in an unknown way</source>
        <translation>sie ruft „%1“ auf unbekannte Weise auf</translation>
    </message>
    <message>
        <source>its last layer %1 is made for %2 classes</source>
        <translation>ihre letzte Schicht %1 ist für %2 Klassen gemacht</translation>
    </message>
    <message>
        <source>its name %1 is not UTF-8; left out. Rename it.</source>
        <translation>der Name %1 ist kein UTF-8; ausgelassen. Benennen Sie die Datei um.</translation>
    </message>
    <message>
        <source>its tensors have %1 bytes, the file has %2</source>
        <translation>ihre Tensoren haben %1 Byte, die Datei hat %2</translation>
    </message>
    <message>
        <source>lies in a folder %1, but its name says %2; left out</source>
        <translation>liegt in einem Ordner %1, aber der Name sagt %2; ausgelassen</translation>
    </message>
    <message>
        <source>names images outside its own folder (%1, the first is %2); they are read where they lie</source>
        <translation>nennt Bilder außerhalb des eigenen Ordners (%1, das erste ist %2); sie werden gelesen, wo sie liegen</translation>
    </message>
    <message>
        <source>names subjects that are not in the data (%1): %2</source>
        <translation>nennt Personen, die nicht in den Daten sind (%1): %2</translation>
    </message>
    <message>
        <source>no longer holds %1</source>
        <translation>enthält %1 nicht mehr</translation>
    </message>
    <message>
        <source>patient %1 has no fact %2</source>
        <translation>Patient %1 hat keine Angabe %2</translation>
    </message>
    <message>
        <source>shows the same as %1; left out, as decided</source>
        <translation>zeigt dasselbe wie %1; ausgelassen, wie entschieden</translation>
    </message>
    <message>
        <source>something else where %1 was expected</source>
        <translation>etwas anderes, wo %1 erwartet war</translation>
    </message>
    <message>
        <source>storage &apos;%1&apos; has two types</source>
        <translation>der Speicher „%1“ hat zwei Typen</translation>
    </message>
    <message>
        <source>stores its colours in a way (TIFF&apos;s photometric %1) that is not read here</source>
        <translation>speichert die Farben auf eine Weise (TIFF photometric %1), die hier nicht gelesen wird</translation>
    </message>
    <message>
        <source>stratify is %1, and the protocol own takes the table&apos;s folds as they are</source>
        <translation>stratify ist %1, und das Protokoll „own“ übernimmt die Folds der Tabelle, wie sie sind</translation>
    </message>
    <message>
        <source>stratify is %1, and the protocol paper splits by image, whoever it is of</source>
        <translation>stratify ist %1, und das Protokoll „paper“ teilt nach Bildern, von wem sie auch sind</translation>
    </message>
    <message>
        <source>subject %1 has cells %2</source>
        <translation>Person %1 hat Zellen %2</translation>
    </message>
    <message>
        <source>subject %1 is in %2 and in %3</source>
        <translation>Person %1 ist in %2 und in %3</translation>
    </message>
    <message>
        <source>subject %1 is in %2, in line %3 in %4</source>
        <translation>Person %1 ist in %2, in Zeile %3 in %4</translation>
    </message>
    <message>
        <source>subject %1 is tested here and in fold %2</source>
        <translation>Person %1 wird hier und in Fold %2 getestet</translation>
    </message>
    <message>
        <source>subject %1 is the same patient as subject %2, as decided; called so from here on</source>
        <translation>Person %1 ist derselbe Patient wie Person %2, wie entschieden; sie heißt von hier an so</translation>
    </message>
    <message>
        <source>subjects %1 and %2 are tested, expected one alone</source>
        <translation>die Personen %1 und %2 werden getestet, erwartet ist nur eine</translation>
    </message>
    <message>
        <source>the case was signed by %1 and awaits a second signature</source>
        <translation>der Fall wurde von %1 signiert und wartet auf eine zweite Signatur</translation>
    </message>
    <message>
        <source>the case was signed by %1 at %2</source>
        <translation>der Fall wurde von %1 signiert, am %2</translation>
    </message>
    <message>
        <source>the column %1 holds dates, which trace a person; it is not kept. Use ages or years.</source>
        <translation>die Spalte %1 enthält Datumsangaben, die eine Person erkennbar machen; sie wird nicht aufbewahrt. Verwenden Sie Alter oder Jahre.</translation>
    </message>
    <message>
        <source>the column %1 holds the same fact as %2; it is kept as text beside it</source>
        <translation>die Spalte %1 enthält dieselbe Angabe wie %2; sie bleibt daneben als Text erhalten</translation>
    </message>
    <message>
        <source>the column %1 names a person, and it tells the subjects apart. Use pseudonyms.</source>
        <translation>die Spalte %1 nennt eine Person beim Namen, und sie unterscheidet die Personen. Verwenden Sie Pseudonyme.</translation>
    </message>
    <message>
        <source>the folder %1; its images are missing here</source>
        <translation>der Ordner %1; seine Bilder fehlen hier</translation>
    </message>
    <message>
        <source>the header claims %1 bytes, the file has %2</source>
        <translation>der Kopf gibt %1 Byte an, die Datei hat %2</translation>
    </message>
    <message>
        <source>the lowest fold is %1, expected 0 or 1</source>
        <translation>der niedrigste Fold ist %1, erwartet ist 0 oder 1</translation>
    </message>
    <message>
        <source>the rule &quot;%1&quot; has the unknown value &quot;%2&quot;</source>
        <translation>die Regel „%1“ hat den unbekannten Wert „%2“</translation>
    </message>
    <message>
        <source>there are %1 folds, expected %2 at most</source>
        <translation>es gibt %1 Folds, erwartet sind höchstens %2</translation>
    </message>
    <message>
        <source>there is no case %1</source>
        <translation>es gibt keinen Fall %1</translation>
    </message>
    <message>
        <source>there is no material &quot;%1&quot;</source>
        <translation>es gibt kein Material „%1“</translation>
    </message>
    <message>
        <source>there is no patient %1</source>
        <translation>es gibt keinen Patienten %1</translation>
    </message>
    <message>
        <source>there is no reading %1</source>
        <translation>es gibt keine Beurteilung %1</translation>
    </message>
    <message>
        <source>there is no reason for removal &quot;%1&quot;</source>
        <translation>es gibt keinen Grund zum Entfernen „%1“</translation>
    </message>
    <message>
        <source>there is no state &quot;%1&quot;</source>
        <translation>es gibt keinen Zustand „%1“</translation>
    </message>
    <message>
        <source>whether the folders below the first ones (%1) are subjects is not certain, so they are not taken for subjects</source>
        <translation>ob die Ordner unter den ersten (%1) Personen sind, ist nicht sicher, daher gelten sie nicht als Personen</translation>
    </message>
    <message>
        <source>case %1</source>
        <translation>Fall %1</translation>
    </message>
    <message>
        <source>cell %1</source>
        <translation>Zelle %1</translation>
    </message>
    <message>
        <source>the case file is damaged</source>
        <translation>die Falldatei ist beschädigt</translation>
    </message>
    <message>
        <source>the case file refused</source>
        <translation>die Falldatei hat abgelehnt</translation>
    </message>
    <message>
        <source>the copy is damaged</source>
        <translation>die Kopie ist beschädigt</translation>
    </message>
    <message>
        <source>the disk failed</source>
        <translation>der Datenträger hat versagt</translation>
    </message>
    <message>
        <source>the store has lost the secret of its patients&apos; codes</source>
        <translation>der Fallspeicher hat das Geheimnis seiner Patientencodes verloren</translation>
    </message>
    <message>
        <source>this fact</source>
        <translation>diese Angabe</translation>
    </message>
    <message>
        <source>%1 pair of pictures that look the same</source>
        <translation>%1 Paar gleich aussehender Bilder</translation>
    </message>
    <message>
        <source>%1 pairs of pictures that look the same</source>
        <translation>%1 Paare gleich aussehender Bilder</translation>
    </message>
    <message>
        <source>%1 was changed meanwhile</source>
        <translation>%1 wurde inzwischen geändert</translation>
    </message>
    <message>
        <source>%1 was changed meanwhile by %2 at %3</source>
        <translation>%1 wurde inzwischen von %2 geändert (%3)</translation>
    </message>
    <message>
        <source>Early stopping sees what was learnt: %1 lie in training and validation (leaks.json).</source>
        <translation>Das frühe Beenden sieht, woraus gelernt wurde: %1 liegen in Training und Validierung (leaks.json).</translation>
    </message>
    <message>
        <source>holds %1 packed files (%2) and %3 images, none of them with a class</source>
        <translation>enthält %1 gepackte Dateien (%2) und %3 Bilder, keines davon mit einer Klasse</translation>
    </message>
    <message>
        <source>the date of the sample is no date of the form YYYY-MM-DD: &quot;%1&quot;</source>
        <translation>das Datum der Probe ist kein Datum der Form YYYY-MM-DD: „%1“</translation>
    </message>
    <message>
        <source>the server&apos;s PostgreSQL is too old (version %1, needed is %2)</source>
        <translation>PostgreSQL auf dem Server ist zu alt (Version %1, nötig ist %2)</translation>
    </message>
    <message>
        <source>the split tests on what it learns from: %1 lie in two parts, in %2 of %3 folds; for example %4 and %5 in fold %6</source>
        <translation>die Aufteilung testet, woraus sie lernt: %1 liegen in zwei Teilen, in %2 von %3 Folds; zum Beispiel %4 und %5 in Fold %6</translation>
    </message>
    <message>
        <source>this database keeps its texts as %1 and not as UTF-8</source>
        <translation>diese Datenbank speichert Texte als %1 und nicht als UTF-8</translation>
    </message>
    <message>
        <source>this drive cannot keep a case file safely (journal mode %1)</source>
        <translation>dieses Laufwerk kann eine Falldatei nicht sicher aufbewahren (Journalmodus %1)</translation>
    </message>
</context>
<context>
    <name>CoreTexts</name>
    <message>
        <source>It was stopped.</source>
        <translation>Es wurde angehalten.</translation>
    </message>
    <message>
        <source>A setting is outside its range.</source>
        <translation>Eine Einstellung liegt außerhalb ihres Bereichs.</translation>
    </message>
    <message>
        <source>It does not exist.</source>
        <translation>Existiert nicht.</translation>
    </message>
    <message>
        <source>Permission is missing.</source>
        <translation>Die Berechtigung fehlt.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>It could not be read.</source>
        <translation>Konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>It could not be written.</source>
        <translation>Konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Something is there already and is not overwritten.</source>
        <translation>Dort ist bereits etwas, das nicht überschrieben wird.</translation>
    </message>
    <message>
        <source>It is not of the expected kind (file or folder).</source>
        <translation>Nicht von der erwarteten Art (Datei oder Ordner).</translation>
    </message>
    <message>
        <source>It is too large.</source>
        <translation>Zu groß.</translation>
    </message>
    <message>
        <source>It is not an image that can be read here.</source>
        <translation>Kein Bild, das hier gelesen werden kann.</translation>
    </message>
    <message>
        <source>The image is damaged.</source>
        <translation>Das Bild ist beschädigt.</translation>
    </message>
    <message>
        <source>No usable image was found.</source>
        <translation>Kein brauchbares Bild gefunden.</translation>
    </message>
    <message>
        <source>Images are still packed in an archive.</source>
        <translation>Bilder sind noch in einem Archiv gepackt.</translation>
    </message>
    <message>
        <source>There is only one class.</source>
        <translation>Es gibt nur eine Klasse.</translation>
    </message>
    <message>
        <source>There are too few patients for this many folds.</source>
        <translation>Für so viele Folds sind es zu wenige Patienten.</translation>
    </message>
    <message>
        <source>It is not known which cell is of which patient.</source>
        <translation>Es ist nicht bekannt, welche Zelle von welchem Patienten stammt.</translation>
    </message>
    <message>
        <source>It is not a model that can be read here.</source>
        <translation>Kein Modell, das hier gelesen werden kann.</translation>
    </message>
    <message>
        <source>The model is damaged.</source>
        <translation>Das Modell ist beschädigt.</translation>
    </message>
    <message>
        <source>The weights do not fit the network.</source>
        <translation>Die Gewichte passen nicht zum Netz.</translation>
    </message>
    <message>
        <source>The chosen device is not there.</source>
        <translation>Das gewählte Gerät ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>Memory ran out.</source>
        <translation>Der Arbeitsspeicher ist erschöpft.</translation>
    </message>
    <message>
        <source>The case file refused.</source>
        <translation>Die Falldatei verweigerte den Zugriff.</translation>
    </message>
    <message>
        <source>Training went astray: the loss is no longer a number.</source>
        <translation>Das Training ist entgleist: der Verlust ist keine Zahl mehr.</translation>
    </message>
    <message>
        <source>An unexpected fault of the program.</source>
        <translation>Ein unerwarteter Programmfehler.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Doppelt</translation>
    </message>
    <message>
        <source>Contradicting labels</source>
        <translation>Widersprüchliche Klassen</translation>
    </message>
    <message>
        <source>Patient in two classes</source>
        <translation>Patient in zwei Klassen</translation>
    </message>
    <message>
        <source>Folder cannot be read</source>
        <translation>Ordner nicht lesbar</translation>
    </message>
    <message>
        <source>Unknown file name</source>
        <translation>Unbekannter Dateiname</translation>
    </message>
    <message>
        <source>No class known</source>
        <translation>Keine Klasse bekannt</translation>
    </message>
    <message>
        <source>Empty class</source>
        <translation>Leere Klasse</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>The cells have changed since this run began.</source>
        <translation>Die Zellen haben sich seit Beginn dieses Laufs geändert.</translation>
    </message>
    <message>
        <source>Test cell among training cells</source>
        <translation>Testzelle unter den Trainingszellen</translation>
    </message>
    <message>
        <source>Table of labels is unusable</source>
        <translation>Labeltabelle ist unbrauchbar</translation>
    </message>
    <message>
        <source>Packed: to be unpacked</source>
        <translation>Gepackt: bitte entpacken</translation>
    </message>
    <message>
        <source>Format is not read here</source>
        <translation>Format wird hier nicht gelesen</translation>
    </message>
    <message>
        <source>Parts read as one set</source>
        <translation>Teile als ein Satz gelesen</translation>
    </message>
    <message>
        <source>Link leads nowhere</source>
        <translation>Verknüpfung führt ins Leere</translation>
    </message>
    <message>
        <source>File name is no text</source>
        <translation>Dateiname ist kein Text</translation>
    </message>
    <message>
        <source>No patient known</source>
        <translation>Kein Patient bekannt</translation>
    </message>
    <message>
        <source>Classes with nearly one name</source>
        <translation>Klassen mit fast gleichem Namen</translation>
    </message>
    <message>
        <source>Patients with nearly one name</source>
        <translation>Patienten mit fast gleichem Namen</translation>
    </message>
    <message>
        <source>File is missing</source>
        <translation>Datei fehlt</translation>
    </message>
    <message>
        <source>Damaged line</source>
        <translation>Beschädigte Zeile</translation>
    </message>
    <message>
        <source>Listed twice</source>
        <translation>Doppelt aufgeführt</translation>
    </message>
    <message>
        <source>Contradicting rows</source>
        <translation>Widersprüchliche Zeilen</translation>
    </message>
    <message>
        <source>Outside the table&apos;s folder</source>
        <translation>Außerhalb des Ordners der Tabelle</translation>
    </message>
    <message>
        <source>Names a person: not kept</source>
        <translation>Nennt eine Person: nicht übernommen</translation>
    </message>
    <message>
        <source>Implausible fact</source>
        <translation>Unplausible Angabe</translation>
    </message>
    <message>
        <source>Contradicting facts</source>
        <translation>Widersprüchliche Angaben</translation>
    </message>
    <message>
        <source>Unknown unit</source>
        <translation>Unbekannte Einheit</translation>
    </message>
    <message>
        <source>Unclear column</source>
        <translation>Unklare Spalte</translation>
    </message>
    <message>
        <source>Column was not kept</source>
        <translation>Spalte nicht übernommen</translation>
    </message>
    <message>
        <source>Unknown patient</source>
        <translation>Unbekannter Patient</translation>
    </message>
    <message>
        <source>Reading was not remembered</source>
        <translation>Gelesenes wurde nicht gemerkt</translation>
    </message>
    <message>
        <source>The split tests on what it learns from.</source>
        <translation>Die Aufteilung testet mit dem, woraus sie lernt.</translation>
    </message>
    <message>
        <source>Left out as a duplicate</source>
        <translation>Als Duplikat weggelassen</translation>
    </message>
    <message>
        <source>Called one patient</source>
        <translation>Als eine Person behandelt</translation>
    </message>
    <message>
        <source>One patient, but unknown</source>
        <translation>Eine Person, aber unbekannt</translation>
    </message>
    <message>
        <source>The case is signed.</source>
        <translation>Der Fall ist signiert.</translation>
    </message>
    <message>
        <source>It cannot be done as things stand.</source>
        <translation>Das geht beim jetzigen Stand nicht.</translation>
    </message>
    <message>
        <source>Somebody else has changed it meanwhile.</source>
        <translation>Jemand anderes hat es inzwischen geändert.</translation>
    </message>
    <message>
        <source>This person may not do that.</source>
        <translation>Diese Person darf das nicht.</translation>
    </message>
</context>
<context>
    <name>CurvePlot</name>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Evaluation</name>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>Balancierte Genauigkeit</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensitivität</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Spezifität</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Präzision</translation>
    </message>
    <message>
        <source>Negative predictive value</source>
        <translation>Negativer Vorhersagewert</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Precision, macro</source>
        <translation>Präzision, makro</translation>
    </message>
    <message>
        <source>Precision, weighted</source>
        <translation>Präzision, gewichtet</translation>
    </message>
    <message>
        <source>F1, macro</source>
        <translation>F1, makro</translation>
    </message>
    <message>
        <source>F1, weighted</source>
        <translation>F1, gewichtet</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa</source>
        <translation>Cohens Kappa</translation>
    </message>
    <message>
        <source>Matthews correlation</source>
        <translation>Matthews-Korrelation</translation>
    </message>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>AUROC, macro</source>
        <translation>AUROC, makro</translation>
    </message>
    <message>
        <source>AUROC, weighted</source>
        <translation>AUROC, gewichtet</translation>
    </message>
    <message>
        <source>Average precision</source>
        <translation>Mittlere Präzision</translation>
    </message>
    <message>
        <source>Average precision, macro</source>
        <translation>Mittlere Präzision, makro</translation>
    </message>
    <message>
        <source>Average precision, weighted</source>
        <translation>Mittlere Präzision, gewichtet</translation>
    </message>
    <message>
        <source>Brier score</source>
        <translation>Brier-Score</translation>
    </message>
    <message>
        <source>Log loss</source>
        <translation>Log-Verlust</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>Kalibrierungsfehler</translation>
    </message>
    <message>
        <source>under 1</source>
        <translation>unter 1</translation>
    </message>
    <message>
        <source>1 to under 10</source>
        <translation>1 bis unter 10</translation>
    </message>
    <message>
        <source>10 to under 18</source>
        <translation>10 bis unter 18</translation>
    </message>
    <message>
        <source>18 and over</source>
        <translation>ab 18</translation>
    </message>
    <message>
        <source>female</source>
        <translation>weiblich</translation>
    </message>
    <message>
        <source>male</source>
        <translation>männlich</translation>
    </message>
    <message>
        <source>other</source>
        <translation>divers</translation>
    </message>
    <message>
        <source>myeloid</source>
        <translation>myeloisch</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>gemischt</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>poor</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Share of cells that are called what they are</source>
        <translation>Anteil der Zellen, die als das eingestuft werden, was sie sind</translation>
    </message>
    <message>
        <source>Mean of the sensitivities of all classes</source>
        <translation>Mittel der Sensitivitäten aller Klassen</translation>
    </message>
    <message>
        <source>Share of the class&apos;s cells that are called so (recall)</source>
        <translation>Anteil der Zellen der Klasse, die so eingestuft werden (Trefferquote)</translation>
    </message>
    <message>
        <source>Share of all other cells that are called something else</source>
        <translation>Anteil aller anderen Zellen, die anders eingestuft werden</translation>
    </message>
    <message>
        <source>Share of the cells called so that are so, at the prevalence of these data</source>
        <translation>Anteil der so eingestuften Zellen, die es sind, bei der Prävalenz dieser Daten</translation>
    </message>
    <message>
        <source>Share of the cells called something else that are something else, at the prevalence of these data</source>
        <translation>Anteil der anders eingestuften Zellen, die etwas anderes sind, bei der Prävalenz dieser Daten</translation>
    </message>
    <message>
        <source>Harmonic mean of precision and sensitivity</source>
        <translation>Harmonisches Mittel von Präzision und Sensitivität</translation>
    </message>
    <message>
        <source>Mean over the classes, each counting the same</source>
        <translation>Mittel über die Klassen, jede zählt gleich viel</translation>
    </message>
    <message>
        <source>Mean over the classes by their cells: the measure of the C-NMC challenge</source>
        <translation>Mittel über die Klassen nach ihren Zellen: das Maß des C-NMC-Wettbewerbs</translation>
    </message>
    <message>
        <source>Mean over the classes by their cells</source>
        <translation>Mittel über die Klassen nach ihren Zellen</translation>
    </message>
    <message>
        <source>Agreement beyond chance: 0 chance, 1 complete</source>
        <translation>Übereinstimmung über den Zufall hinaus: 0 Zufall, 1 vollständig</translation>
    </message>
    <message>
        <source>Correlation of labels and answers: 0 chance, 1 complete</source>
        <translation>Korrelation von Labels und Antworten: 0 Zufall, 1 vollständig</translation>
    </message>
    <message>
        <source>Chance that a cell of the class gets a higher probability than another cell</source>
        <translation>Chance, dass eine Zelle der Klasse eine höhere Wahrscheinlichkeit erhält als eine andere Zelle</translation>
    </message>
    <message>
        <source>Area under the curve of precision over recall</source>
        <translation>Fläche unter der Kurve der Präzision über der Trefferquote</translation>
    </message>
    <message>
        <source>Mean squared error of the probabilities: 0 is best</source>
        <translation>Mittlerer quadratischer Fehler der Wahrscheinlichkeiten: 0 ist am besten</translation>
    </message>
    <message>
        <source>Mean cross-entropy of the probabilities, in nats: 0 is best</source>
        <translation>Mittlere Kreuzentropie der Wahrscheinlichkeiten, in nats: 0 ist am besten</translation>
    </message>
    <message>
        <source>How far probabilities and shares of right answers lie apart, over 15 bins: 0 is best</source>
        <translation>Wie weit Wahrscheinlichkeiten und Anteile richtiger Antworten auseinanderliegen, über 15 Abschnitte: 0 ist am besten</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>Immunophenotype</source>
        <translation>Immunphänotyp</translation>
    </message>
    <message>
        <source>Genetics</source>
        <translation>Genetik</translation>
    </message>
    <message>
        <source>Response to prednisone</source>
        <translation>Prednison-Ansprechen</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>All folds together</source>
        <translation>Alle Folds zusammen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Patients are in training and in test: the figures say how well cells of known patients are told apart, not those of new ones.</source>
        <translation>Patienten sind in Training und Test: Die Kennzahlen sagen, wie gut Zellen bekannter Patienten unterschieden werden, nicht die neuer.</translation>
    </message>
    <message>
        <source>The best epoch was chosen on the very cells that are tested: the figures are too good.</source>
        <translation>Die beste Epoche wurde an genau den Zellen gewählt, die getestet werden: Die Kennzahlen sind zu günstig.</translation>
    </message>
    <message>
        <source>Not every cell&apos;s subject is known: intervals count images as if each were another patient&apos;s, and are too narrow.</source>
        <translation>Nicht von jeder Zelle ist die Person bekannt: Intervalle zählen Bilder, als wäre jedes von einem anderen Patienten, und sind zu schmal.</translation>
    </message>
    <message numerus="yes">
        <source>%1 is tested on %n subject(s) only: fewer than %L2 say little about new patients.</source>
        <translation>
            <numerusform>%1 wird nur an %n Person getestet: Weniger als %L2 sagen wenig über neue Patienten.</numerusform>
            <numerusform>%1 wird nur an %n Personen getestet: Weniger als %L2 sagen wenig über neue Patienten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Intervals are wider than %1 (up to %2): %3. More subjects are needed before anything is claimed.</source>
        <translation>Intervalle sind breiter als %1 (bis zu %2): %3. Es braucht mehr Personen, bevor etwas behauptet wird.</translation>
    </message>
    <message>
        <source>A weighted F1 of %1 on unseen patients is better than any published for C-NMC (0.91): check that no patient goes by two names.</source>
        <translation>Ein gewichtetes F1 von %1 an ungesehenen Patienten ist besser als jedes für C-NMC veröffentlichte (0,91): Prüfen Sie, dass kein Patient zwei Namen trägt.</translation>
    </message>
    <message>
        <source>No interval can be given for: %1. There are too few subjects.</source>
        <translation>Kein Intervall lässt sich angeben für: %1. Es sind zu wenige Personen.</translation>
    </message>
    <message>
        <source>%1 % intervals by bootstrap over subjects, each with all cells (%L2 resamples, seed %3).</source>
        <translation>%1-%-Intervalle durch Bootstrap über Personen, jede mit allen Zellen (%L2 Wiederholungen, Startwert %3).</translation>
    </message>
    <message>
        <source>%1 % intervals by bootstrap over images, as not every subject is known (%L2 resamples, seed %3).</source>
        <translation>%1-%-Intervalle durch Bootstrap über Bilder, da nicht jede Person bekannt ist (%L2 Wiederholungen, Startwert %3).</translation>
    </message>
    <message>
        <source>none: hardly a validation cell is wrong</source>
        <translation>keine: kaum eine Validierungszelle ist falsch</translation>
    </message>
    <message>
        <source>none: the probabilities tell no class from another</source>
        <translation>keine: die Wahrscheinlichkeiten unterscheiden keine Klassen</translation>
    </message>
</context>
<context>
    <name>FactWords</name>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>White count</source>
        <translation>Leukozyten</translation>
    </message>
    <message>
        <source>Immunophenotype</source>
        <translation>Immunphänotyp</translation>
    </message>
    <message>
        <source>Genetics</source>
        <translation>Genetik</translation>
    </message>
    <message>
        <source>Prednisone response</source>
        <translation>Prednison-Ansprechen</translation>
    </message>
    <message>
        <source>Residual disease</source>
        <translation>Resterkrankung</translation>
    </message>
    <message>
        <source>At diagnosis, in years</source>
        <translation>Bei der Diagnose, in Jahren</translation>
    </message>
    <message>
        <source>White cells in the blood at diagnosis, 10⁹/L</source>
        <translation>Weiße Zellen im Blut bei der Diagnose, 10⁹/l</translation>
    </message>
    <message>
        <source>Lineage of the leukemia</source>
        <translation>Linie der Leukämie</translation>
    </message>
    <message>
        <source>As the laboratory reported it, e.g. ETV6::RUNX1</source>
        <translation>Wie das Labor es berichtet hat, z. B. ETV6::RUNX1</translation>
    </message>
    <message>
        <source>On day 8: good is fewer than 1,000 blasts per µL of blood</source>
        <translation>Am Tag 8: gut sind weniger als 1.000 Blasten je µl Blut</translation>
    </message>
    <message>
        <source>Minimal residual disease at the end of induction, in percent; “&lt;0.01” where nothing was found above that limit</source>
        <translation>Minimale Resterkrankung am Ende der Induktion, in Prozent; „&lt;0,01“, wo oberhalb dieser Grenze nichts gefunden wurde</translation>
    </message>
    <message>
        <source>years</source>
        <translation>Jahre</translation>
    </message>
    <message>
        <source>10⁹/L</source>
        <translation>10⁹/l</translation>
    </message>
    <message>
        <source>female</source>
        <translation>weiblich</translation>
    </message>
    <message>
        <source>male</source>
        <translation>männlich</translation>
    </message>
    <message>
        <source>other</source>
        <translation>divers</translation>
    </message>
    <message>
        <source>myeloid</source>
        <translation>myeloisch</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>gemischt</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>poor</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>Start of treatment</source>
        <translation>Beginn der Behandlung</translation>
    </message>
    <message>
        <source>Blasts in blood</source>
        <translation>Blasten im Blut</translation>
    </message>
    <message>
        <source>Blasts in marrow</source>
        <translation>Blasten im Knochenmark</translation>
    </message>
    <message>
        <source>Day 0: days of sessions and facts are counted from it</source>
        <translation>Tag 0: Von ihm an werden die Tage der Sitzungen und Angaben gezählt</translation>
    </message>
    <message>
        <source>As the laboratory counted them, among the leukocytes of the blood</source>
        <translation>Wie das Labor sie gezählt hat, unter den Leukozyten des Blutes</translation>
    </message>
    <message>
        <source>As the laboratory counted them, among the nucleated cells of the marrow</source>
        <translation>Wie das Labor sie gezählt hat, unter den kernhaltigen Zellen des Knochenmarks</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 %2 (%3 to %4)</source>
        <translation>%1 %2 (%3 bis %4)</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>Konfusionsmatrix</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>Eingestuft als</translation>
    </message>
    <message>
        <source>True class</source>
        <translation>Wahre Klasse</translation>
    </message>
    <message>
        <source>Probability of the positive class</source>
        <translation>Wahrscheinlichkeit der positiven Klasse</translation>
    </message>
    <message>
        <source>Share that is positive</source>
        <translation>Anteil der positiven</translation>
    </message>
    <message>
        <source>Probability of the answer</source>
        <translation>Wahrscheinlichkeit der Antwort</translation>
    </message>
    <message>
        <source>Share that is right</source>
        <translation>Anteil der richtigen</translation>
    </message>
    <message>
        <source>Rings: fewer than %1 cells</source>
        <translation>Ringe: weniger als %1 Zellen</translation>
    </message>
    <message>
        <source>Bars: cells in each bin, up to %L1</source>
        <translation>Balken: Zellen je Abschnitt, bis zu %L1</translation>
    </message>
    <message>
        <source>Size of the cell (px)</source>
        <translation>Größe der Zelle (px)</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>Lightness (L*)</source>
        <translation>Helligkeit (L*)</translation>
    </message>
    <message>
        <source>Colour, green to red (a*)</source>
        <translation>Farbe, grün bis rot (a*)</translation>
    </message>
    <message>
        <source>Colour, blue to yellow (b*)</source>
        <translation>Farbe, blau bis gelb (b*)</translation>
    </message>
    <message>
        <source>Contrast (sd of L*)</source>
        <translation>Kontrast (SD von L*)</translation>
    </message>
    <message>
        <source>%1k</source>
        <translation>%1k</translation>
    </message>
    <message>
        <source>Fifths of the cells, up to</source>
        <translation>Fünftel der Zellen, bis</translation>
    </message>
    <message>
        <source>Share of errors</source>
        <translation>Fehleranteil</translation>
    </message>
    <message>
        <source>ROC, %1</source>
        <translation>ROC, %1</translation>
    </message>
    <message>
        <source>1 − specificity</source>
        <translation>1 − Spezifität</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensitivität</translation>
    </message>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>Precision and recall, %1</source>
        <translation>Präzision und Trefferquote, %1</translation>
    </message>
    <message>
        <source>Recall (sensitivity)</source>
        <translation>Trefferquote (Sensitivität)</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Präzision</translation>
    </message>
    <message>
        <source>Average precision</source>
        <translation>Mittlere Präzision</translation>
    </message>
    <message>
        <source>Reliability, as trained</source>
        <translation>Zuverlässigkeit, wie trainiert</translation>
    </message>
    <message>
        <source>Reliability</source>
        <translation>Zuverlässigkeit</translation>
    </message>
    <message>
        <source>Reliability, with temperature</source>
        <translation>Zuverlässigkeit, mit Temperatur</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;SVG (*.svg);;PNG, 300 dots an inch (*.png);;Numbers (*.csv)</source>
        <translation>PDF (*.pdf);;SVG (*.svg);;PNG, 300 Punkte je Zoll (*.png);;Zahlen (*.csv)</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Loss (nats)</source>
        <translation>Verlust (nats)</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>%1 %2, %3 %4: %5</source>
        <translation>%1 %2, %3 %4: %5</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2 over %3.</source>
        <translation>%1: %2 über %3.</translation>
    </message>
    <message numerus="yes">
        <source>It has %Ln curve(s).</source>
        <translation>
            <numerusform>Sie hat %Ln Kurve.</numerusform>
            <numerusform>Sie hat %Ln Kurven.</numerusform>
        </translation>
    </message>
    <message>
        <source>It says: %1.</source>
        <translation>Darin steht: %1.</translation>
    </message>
    <message>
        <source>%1, cut at %2</source>
        <translation>%1, abgeschnitten bei %2</translation>
    </message>
    <message>
        <source>Fold %1 (best epoch %2)</source>
        <translation>Fold %1 (beste Epoche %2)</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>called right</source>
        <translation>richtig eingestuft</translation>
    </message>
    <message>
        <source>%1, called wrong</source>
        <translation>%1, falsch eingestuft</translation>
    </message>
    <message>
        <source>Training subjects (mean over the folds)</source>
        <translation>Trainingspersonen (Mittel der Folds)</translation>
    </message>
    <message>
        <source>Training images (mean over the folds)</source>
        <translation>Trainingsbilder (Mittel der Folds)</translation>
    </message>
    <message>
        <source>Test cells of all folds</source>
        <translation>Testzellen aller Folds</translation>
    </message>
    <message>
        <source>Test cells of fold %1</source>
        <translation>Testzellen von Fold %1</translation>
    </message>
    <message>
        <source>The first two principal components of what the network&apos;s last layer sees; they hold %1 % of its variance. For so few cells nothing more is drawn.</source>
        <translation>Die ersten beiden Hauptkomponenten dessen, was die letzte Schicht des Netzes sieht; sie enthalten %1 % der Varianz. Für so wenige Zellen wird nicht mehr gezeichnet.</translation>
    </message>
    <message>
        <source>UMAP of the principal components of what the network&apos;s last layer sees, which hold %1 % of its variance. Cells that lie close look alike to the network; axes, empty space and distances between groups mean nothing.</source>
        <translation>UMAP der Hauptkomponenten dessen, was die letzte Schicht des Netzes sieht; sie enthalten %1 % der Varianz. Nah beieinander liegende Zellen sind für das Netz ähnlich; Achsen, leere Flächen und Abstände zwischen Gruppen bedeuten nichts.</translation>
    </message>
</context>
<context>
    <name>HistoryWords</name>
    <message>
        <source>Class changed</source>
        <translation>Klasse geändert</translation>
    </message>
    <message>
        <source>Moved to %2 from %1</source>
        <translation>Von %1 nach %2 verschoben</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Ausgeschlossen</translation>
    </message>
    <message>
        <source>Included again</source>
        <translation>Wieder einbezogen</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>Markiert</translation>
    </message>
    <message>
        <source>Mark taken off</source>
        <translation>Markierung entfernt</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Confirmation taken back</source>
        <translation>Bestätigung zurückgenommen</translation>
    </message>
    <message>
        <source>Reason given</source>
        <translation>Grund angegeben</translation>
    </message>
    <message>
        <source>Decided: %1.</source>
        <translation>Entschieden: %1.</translation>
    </message>
    <message>
        <source>Not decided yet. The model&apos;s answer is hidden.</source>
        <translation>Noch offen. Die Antwort des Modells ist verborgen.</translation>
    </message>
    <message>
        <source>Corrected: the model said %1, now %2.</source>
        <translation>Korrigiert: das Modell sagte %1, jetzt %2.</translation>
    </message>
    <message>
        <source>%1, as the model said.</source>
        <translation>%1, wie das Modell sagte.</translation>
    </message>
    <message>
        <source>Excluded from all counts.</source>
        <translation>Von allen Zählungen ausgeschlossen.</translation>
    </message>
    <message>
        <source>Confirmed by a person.</source>
        <translation>Von einer Person bestätigt.</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Classified as %1</source>
        <translation>Klassifiziert als %1</translation>
    </message>
    <message>
        <source>Removed from the case</source>
        <translation>Aus dem Fall entfernt</translation>
    </message>
    <message>
        <source>%1
%2, %3</source>
        <extracomment>what happened, when, who</extracomment>
        <translation>%1
%2, %3</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>Grund: %1</translation>
    </message>
</context>
<context>
    <name>Incoming</name>
    <message>
        <source>Pasted %1</source>
        <extracomment>file name of a picture that came from the clipboard or a browser; %1 is date and time</extracomment>
        <translation>Eingefügt %1</translation>
    </message>
</context>
<context>
    <name>MarkWords</name>
    <message>
        <source>waits for its answer</source>
        <translation>wartet auf Antwort</translation>
    </message>
    <message>
        <source>marked by hand</source>
        <translation>von Hand markiert</translation>
    </message>
    <message>
        <source>found</source>
        <translation>gefunden</translation>
    </message>
    <message>
        <source>not decided</source>
        <translation>nicht entschieden</translation>
    </message>
    <message>
        <source>(corrected)</source>
        <translation>(korrigiert)</translation>
    </message>
    <message>
        <source>(excluded)</source>
        <translation>(ausgeschlossen)</translation>
    </message>
    <message>
        <source>Marked by hand.</source>
        <translation>Von Hand markiert.</translation>
    </message>
    <message>
        <source>Found by the program.</source>
        <translation>Vom Programm gefunden.</translation>
    </message>
    <message>
        <source>Its class is hidden until it is decided.</source>
        <translation>Die Klasse ist verborgen, bis entschieden ist.</translation>
    </message>
    <message>
        <source>Class: %1.</source>
        <translation>Klasse: %1.</translation>
    </message>
    <message>
        <source>Class: %1, %2 by the model.</source>
        <translation>Klasse: %1, %2 laut Modell.</translation>
    </message>
    <message>
        <source>Corrected by a person; the model said %1.</source>
        <translation>Von einem Menschen korrigiert; das Modell sagte %1.</translation>
    </message>
    <message>
        <source>Excluded from all counts.</source>
        <translation>Von allen Zählungen ausgeschlossen.</translation>
    </message>
    <message>
        <source>%1 µm</source>
        <translation>%1 µm</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>%1 µm²</source>
        <translation>%1 µm²</translation>
    </message>
    <message>
        <source>%1 px²</source>
        <translation>%1 px²</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>entschieden</translation>
    </message>
    <message>
        <source>Handed to Classify; its answer is not there yet.</source>
        <translation>An „Klassifizieren“ übergeben; die Antwort ist noch nicht da.</translation>
    </message>
    <message>
        <source>Not in Classify.</source>
        <translation>Nicht unter „Klassifizieren“.</translation>
    </message>
    <message>
        <source>It is decided; the case&apos;s class is hidden in a second reading.</source>
        <translation>Entschieden; die Klasse des Falls ist in einer Zweitbefundung verborgen.</translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message>
        <source>%1&#xa0;%</source>
        <extracomment>%1 is a number; the space before the sign is a no-break space</extracomment>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Sensitivity (blasts found)</source>
        <translation>Sensitivität (gefundene Blasten)</translation>
    </message>
    <message>
        <source>Specificity (others left alone)</source>
        <translation>Spezifität (andere nicht verwechselt)</translation>
    </message>
    <message>
        <source>Models and weights (*.leukomodel *.pth *.pt *.safetensors);;All files (*)</source>
        <translation>Modelle und Gewichte (*.leukomodel *.pth *.pt *.safetensors);;Alle Dateien (*)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln Zelle</numerusform>
            <numerusform>%Ln Zellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln patient(s)</source>
        <extracomment>%1 is &quot;4,800 cells&quot;</extracomment>
        <translation>
            <numerusform>%1 von %Ln Patienten</numerusform>
            <numerusform>%1 von %Ln Patienten</numerusform>
        </translation>
    </message>
    <message>
        <source>Starting point for training</source>
        <translation>Ausgangspunkt fürs Training</translation>
    </message>
    <message>
        <source>%1. Its last layer of %2 outputs was left out: training makes a fresh one.</source>
        <translation>%1. Die letzte Schicht mit %2 Ausgängen wurde weggelassen: Das Training macht eine neue.</translation>
    </message>
    <message>
        <source>Imported from %1</source>
        <translation>Übernommen aus %1</translation>
    </message>
    <message>
        <source>One white blood cell in colour; scaled to %1 × %1 px by itself</source>
        <translation>Eine weiße Blutzelle in Farbe; von selbst auf %1 × %1 px skaliert</translation>
    </message>
    <message>
        <source>patients kept apart between training and test</source>
        <translation>Patienten zwischen Training und Test getrennt</translation>
    </message>
    <message>
        <source>optimistic: patients shared between training and test</source>
        <translation>optimistisch: Patienten in Training und Test gemeinsam</translation>
    </message>
    <message>
        <source>as C-NMC 2019 divides its cells</source>
        <translation>wie C-NMC 2019 seine Zellen aufteilt</translation>
    </message>
    <message>
        <source>Fold %1 of %2</source>
        <translation>Fold %1 von %2</translation>
    </message>
    <message>
        <source>Started from %1</source>
        <translation>Begonnen mit %1</translation>
    </message>
    <message>
        <source>Started at random, without pretrained weights</source>
        <translation>Zufällig begonnen, ohne vortrainierte Gewichte</translation>
    </message>
    <message>
        <source>Not known: it was not trained here</source>
        <translation>Nicht bekannt: Es wurde nicht hier trainiert</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <extracomment>value (low end to high end of its interval)</extracomment>
        <translation>%1 (%2 bis %3)</translation>
    </message>
    <message>
        <source>%1, on %2</source>
        <extracomment>%2 is &quot;test cells of unseen subjects&quot;</extracomment>
        <translation>%1, an %2</translation>
    </message>
    <message>
        <source>%1 interval</source>
        <translation>%1-Intervall</translation>
    </message>
    <message>
        <source>Not evaluated yet</source>
        <translation>Noch nicht ausgewertet</translation>
    </message>
    <message>
        <source>Yes: of cells shown with 90&#xa0;%, about 90&#xa0;% are of that class</source>
        <translation>Ja: Von Zellen mit 90&#xa0;% gehören etwa 90&#xa0;% zu dieser Klasse</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 ab %2</translation>
    </message>
    <message>
        <source>Under %1 a cell goes to Unidentified</source>
        <translation>Unter %1 kommt eine Zelle zu „Nicht bestimmt“</translation>
    </message>
    <message>
        <source>Every cell is given a class, however unsure</source>
        <translation>Jede Zelle erhält eine Klasse, wie unsicher auch immer</translation>
    </message>
    <message>
        <source>Model of Leukolens</source>
        <translation>Modell von Leukolens</translation>
    </message>
    <message>
        <source>Weights of PyTorch</source>
        <translation>Gewichte von PyTorch</translation>
    </message>
    <message>
        <source>Weights of PyTorch, in its old form</source>
        <translation>Gewichte von PyTorch, in dessen alter Form</translation>
    </message>
    <message>
        <source>Weights (safetensors)</source>
        <translation>Gewichte (safetensors)</translation>
    </message>
    <message>
        <source>%1 of %2 tensors fit %3</source>
        <translation>%1 von %2 Tensoren passen zu %3</translation>
    </message>
    <message>
        <source>No last layer: it can be a starting point for training, it cannot classify.</source>
        <translation>Keine letzte Schicht: Ausgangspunkt fürs Training, klassifizieren kann es nicht.</translation>
    </message>
    <message>
        <source>A last layer with %1 outputs. The file does not say which class each one is.</source>
        <translation>Eine letzte Schicht mit %1 Ausgängen. Welche Klasse jeder ist, sagt die Datei nicht.</translation>
    </message>
    <message>
        <source>A last layer for the 1000 classes of ImageNet, which are no cells: it is left out. A starting point for training, no classifier.</source>
        <translation>Eine letzte Schicht für die 1000 Klassen von ImageNet, die keine Zellen sind: Sie wird weggelassen. Ein Ausgangspunkt fürs Training, kein Klassifikator.</translation>
    </message>
    <message>
        <source>A last layer with %1 outputs, which cannot be named here: it is left out. A starting point for training, no classifier.</source>
        <translation>Eine letzte Schicht mit %1 Ausgängen, die hier nicht benannt werden können: Sie wird weggelassen. Ein Ausgangspunkt fürs Training, kein Klassifikator.</translation>
    </message>
    <message>
        <source>16 bits (float16): rounded to about 3 digits</source>
        <translation>16 Bit (float16): auf etwa 3 Stellen gerundet</translation>
    </message>
    <message>
        <source>16 bits (bfloat16): rounded to about 2 digits</source>
        <translation>16 Bit (bfloat16): auf etwa 2 Stellen gerundet</translation>
    </message>
    <message>
        <source>32 bits (float32): exact</source>
        <translation>32 Bit (float32): genau</translation>
    </message>
    <message>
        <source>No: of cells shown with 90&#xa0;%, more or fewer may be of that class</source>
        <translation>Nein: Von Zellen mit 90&#xa0;% können mehr oder weniger zu dieser Klasse gehören</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>best epoch %1</source>
        <translation>beste Epoche %1</translation>
    </message>
    <message>
        <source>Its colours are brought to one stain by itself (Reinhard)</source>
        <translation>Seine Farben werden von selbst an eine feste Färbung angeglichen (Reinhard)</translation>
    </message>
    <message>
        <source>Its colours are brought to one stain by itself (Macenko)</source>
        <translation>Seine Farben werden von selbst an eine feste Färbung angeglichen (Macenko)</translation>
    </message>
    <message>
        <source>Not known: it cannot tell pictures of a foreign stain</source>
        <translation>Nicht bekannt: Bilder fremder Färbung kann es nicht erkennen</translation>
    </message>
    <message numerus="yes">
        <source>Those of %n training picture(s): pictures of a foreign stain are told</source>
        <translation>
            <numerusform>Die von %n Trainingsbild: Bilder fremder Färbung werden gemeldet</numerusform>
            <numerusform>Die von %n Trainingsbildern: Bilder fremder Färbung werden gemeldet</numerusform>
        </translation>
    </message>
    <message>
        <source>one subject left out at a time</source>
        <translation>jeweils eine Person im Test</translation>
    </message>
    <message>
        <source>by a table of the laboratory&apos;s own</source>
        <translation>nach einer eigenen Tabelle des Labors</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>Balancierte Genauigkeit</translation>
    </message>
    <message>
        <source>F1, weighted</source>
        <translation>F1, gewichtet</translation>
    </message>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>Sensitivity at the locked threshold, on validation cells</source>
        <translation>Sensitivität bei der festgelegten Schwelle, an Validierungszellen</translation>
    </message>
    <message>
        <source>Black: it knows cut-out cells alone. A picture with its background is made black around the cell in its middle; the magnification must be that of the training</source>
        <translation>Schwarz: Es kennt nur freigestellte Zellen. Ein Bild mit Hintergrund wird rings um die Zelle in der Mitte geschwärzt; die Vergrößerung muss die des Trainings sein</translation>
    </message>
    <message>
        <source>As photographed, with red cells and plasma: nothing is masked</source>
        <translation>Wie fotografiert, mit roten Blutzellen und Plasma: Nichts wird geschwärzt</translation>
    </message>
    <message>
        <source>Not known: pictures are taken as they are</source>
        <translation>Nicht bekannt: Bilder werden genommen, wie sie sind</translation>
    </message>
    <message>
        <source>From demonstration cells that the program drew: its answers about other pictures mean nothing</source>
        <translation>Aus Vorführzellen, die das Programm gezeichnet hat: Seine Antworten zu anderen Bildern bedeuten nichts</translation>
    </message>
    <message>
        <source>Not known: it cannot tell blurred pictures</source>
        <translation>Nicht bekannt: Unscharfe Bilder kann es nicht erkennen</translation>
    </message>
    <message>
        <source>That of training pictures of %1 px: blurred pictures of about that size are told</source>
        <translation>Die von Trainingsbildern mit %1 px: Unscharfe Bilder etwa dieser Größe werden erkannt</translation>
    </message>
    <message>
        <source>That of training pictures of %1 to %2 px: blurred pictures of about that size are told</source>
        <translation>Die von Trainingsbildern mit %1 bis %2 px: Unscharfe Bilder etwa dieser Größe werden erkannt</translation>
    </message>
    <message>
        <source>None: it cannot tell pictures that are no cells, nor which training cells a cell is like</source>
        <translation>Keine: Es kann weder Bilder erkennen, die keine Zellen sind, noch sagen, welchen Trainingszellen eine Zelle ähnelt</translation>
    </message>
    <message>
        <source>Yes: pictures that are like none of them are told, and which of them a cell is like</source>
        <translation>Ja: Bilder, die keiner davon ähneln, werden erkannt, und welchen von ihnen eine Zelle ähnelt</translation>
    </message>
    <message>
        <source>Not measured: it answers in full precision only</source>
        <translation>Nicht gemessen: Es antwortet nur mit voller Genauigkeit</translation>
    </message>
    <message>
        <source>Offered: of %1 held-out cells %2 % keep their class</source>
        <translation>Angeboten: Von %1 zurückgehaltenen Zellen behalten %2 % ihre Klasse</translation>
    </message>
    <message>
        <source>Not offered: of %1 held-out cells only %2 % keep their class, 99.5 % are needed</source>
        <translation>Nicht angeboten: Von %1 zurückgehaltenen Zellen behalten nur %2 % ihre Klasse, nötig sind 99,5 %</translation>
    </message>
</context>
<context>
    <name>Preset</name>
    <message>
        <source>Patient-safe</source>
        <translation>Patienten</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Patients kept apart, full input: honest for unseen patients.</source>
        <translation>Patienten getrennt, volle Eingabe: ehrlich für unbekannte Patienten.</translation>
    </message>
    <message>
        <source>The paper&apos;s experiment: 70/30 by image, so patients are shared. Optimistic.</source>
        <translation>Der Versuch des Papers: 70/30 nach Bildern, Patienten werden geteilt. Optimistisch.</translation>
    </message>
    <message>
        <source>Small input, few epochs: minutes on a processor, to try things out.</source>
        <translation>Kleine Eingabe, wenige Epochen: Minuten auf einem Prozessor, zum Ausprobieren.</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Patient (name or number)</source>
        <translation>Patient (Name oder Nummer)</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>No blast percentage</source>
        <translation>Kein Blastenanteil</translation>
    </message>
    <message>
        <source>No cell is identified.</source>
        <translation>Keine Zelle ist bestimmt.</translation>
    </message>
    <message>
        <source>None of the classes means leukemic blast.</source>
        <translation>Keine der Klassen bedeutet leukämischer Blast.</translation>
    </message>
    <message>
        <source>%1 of %2 identified cells</source>
        <extracomment>numbers of cells</extracomment>
        <translation>%1 von %2 bestimmten Zellen</translation>
    </message>
    <message>
        <source>95 % CI %1 (counting error only)</source>
        <extracomment>%1 is a range such as 56.2–68.4 %</extracomment>
        <translation>95-%-KI %1 (nur Zählfehler)</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>Prozent</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Korrigiert</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>%1 is a model&apos;s name, %2 the beginning of its SHA-256</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>How to read this report</source>
        <translation>So liest man diesen Bericht</translation>
    </message>
    <message>
        <source>Classes are what the model gave, as corrected by the reviewer. Cells that were uncertain or are no cells are unidentified and left out of the percentages.</source>
        <translation>Die Klassen stammen vom Modell, wie von der prüfenden Person korrigiert. Unsichere Zellen und was keine Zelle ist, sind nicht bestimmt und gehen nicht in die Prozente ein.</translation>
    </message>
    <message>
        <source>The confidence interval (Wilson) covers the error of counting a limited number of cells only, not wrong classes, sampling or staining.</source>
        <translation>Das Konfidenzintervall (Wilson) erfasst nur den Fehler durch die begrenzte Zahl gezählter Zellen, nicht falsche Klassen, Probennahme oder Färbung.</translation>
    </message>
    <message>
        <source>Below each picture stands the probability the model gave for the class the cell is shown in; below an unidentified one the highest, with its class. A framed picture was corrected by a person.</source>
        <translation>Unter jedem Bild steht die Wahrscheinlichkeit, die das Modell der gezeigten Klasse gab; bei nicht bestimmten die höchste mit ihrer Klasse. Ein umrahmtes Bild wurde von einer Person korrigiert.</translation>
    </message>
    <message>
        <source>Model %1</source>
        <translation>Modell %1</translation>
    </message>
    <message>
        <source>Case no. %1</source>
        <translation>Fall Nr. %1</translation>
    </message>
    <message>
        <source>White blood cell report</source>
        <translation>Bericht über weiße Blutzellen</translation>
    </message>
    <message>
        <source>Fewer than 100 cells are identified (%1). The percentages are coarse; 200 cells are the usual count.</source>
        <translation>Weniger als 100 Zellen sind bestimmt (%1). Die Prozente sind grob; üblich sind 200 Zellen.</translation>
    </message>
    <message>
        <source>corrected, was %1</source>
        <extracomment>below the picture of a cell that a person moved to another class; %1 is the class the model gave</extracomment>
        <translation>korrigiert, war %1</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>Datei fehlt</translation>
    </message>
    <message>
        <source>file changed</source>
        <translation>Datei geändert</translation>
    </message>
    <message>
        <source>file unreadable</source>
        <translation>Datei nicht lesbar</translation>
    </message>
    <message>
        <source>cells: %1</source>
        <translation>Zellen: %1</translation>
    </message>
    <message>
        <source>corrected: %1</source>
        <translation>korrigiert: %1</translation>
    </message>
    <message>
        <source>%1 (continued)</source>
        <extracomment>heading of a class whose pictures go on over the page</extracomment>
        <translation>%1 (Fortsetzung)</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>Beste Epoche</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Page %1 of %2 · %3</source>
        <extracomment>%1 of %2 are page numbers, %3 is the research-use notice</extracomment>
        <translation>Seite %1 von %2 · %3</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Pretrained weights</source>
        <translation>Vortrainierte Gewichte</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Folds</translation>
    </message>
    <message>
        <source>Epochs, at most</source>
        <translation>Epochen, höchstens</translation>
    </message>
    <message>
        <source>Patience (epochs)</source>
        <translation>Geduld (Epochen)</translation>
    </message>
    <message>
        <source>Input side (px)</source>
        <translation>Eingabeseite (px)</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Batchgröße</translation>
    </message>
    <message>
        <source>Peak learning rate</source>
        <translation>Höchste Lernrate</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Gewichtsabnahme</translation>
    </message>
    <message>
        <source>Auxiliary loss weight</source>
        <translation>Gewicht des Hilfsverlusts</translation>
    </message>
    <message>
        <source>not run below 299 px</source>
        <translation>unter 299 px nicht benutzt</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Augmentierung</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Zahlenformat</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Protocol: paper, 70/30 partitions by image</source>
        <translation>Protokoll: Paper, 70/30-Teilungen nach Bildern</translation>
    </message>
    <message>
        <source>Protocol: patient-safe, nobody is in two parts of a fold</source>
        <translation>Protokoll: Patienten getrennt, niemand ist in zwei Teilen eines Folds</translation>
    </message>
    <message>
        <source>of the best weights of each fold</source>
        <translation>der besten Gewichte jedes Folds</translation>
    </message>
    <message>
        <source>No fold was finished.</source>
        <translation>Kein Fold wurde abgeschlossen.</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>Epochs run</source>
        <translation>Epochen gelaufen</translation>
    </message>
    <message>
        <source>Stopped early</source>
        <translation>Früh beendet</translation>
    </message>
    <message>
        <source>Training accuracy</source>
        <translation>Trainingsgenauigkeit</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>Trainingsverlust</translation>
    </message>
    <message>
        <source>Test accuracy</source>
        <translation>Testgenauigkeit</translation>
    </message>
    <message>
        <source>Test loss</source>
        <translation>Testverlust</translation>
    </message>
    <message>
        <source>Optimistic: patients are shared between training and test.</source>
        <translation>Optimistisch: Training und Test teilen sich Patienten.</translation>
    </message>
    <message>
        <source>Tensors loaded: %1</source>
        <translation>Geladene Tensoren: %1</translation>
    </message>
    <message>
        <source>Not in the file, initialised randomly: %1</source>
        <translation>Nicht in der Datei, zufällig begonnen: %1</translation>
    </message>
    <message>
        <source>In the file, not used: %1</source>
        <translation>In der Datei, nicht benutzt: %1</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Training figures are taken as the epoch went, with augmentation and dropout; validation figures after it, without.</source>
        <translation>Trainingswerte gelten während der Epoche, mit Augmentierung und Dropout; Validierungswerte danach, ohne.</translation>
    </message>
    <message>
        <source>Training report</source>
        <translation>Trainingsbericht</translation>
    </message>
    <message>
        <source>Settings %1</source>
        <translation>Einstellungen %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>%1 is a number</extracomment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1–%2 %</source>
        <extracomment>a range such as 56.2–68.4 %</extracomment>
        <translation>%1–%2 %</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>How well does a network tell apart cells (%1) of patients whose other cells it has learnt from?</source>
        <translation>Wie gut unterscheidet ein Netz Zellen (%1) von Patienten, an deren anderen Zellen es gelernt hat?</translation>
    </message>
    <message>
        <source>How well does a network tell apart cells (%1) of patients it has never seen?</source>
        <translation>Wie gut unterscheidet ein Netz Zellen (%1) von Patienten, die es nie gesehen hat?</translation>
    </message>
    <message>
        <source>How well does a network tell apart pictures (%1) it has not learnt from? Whose cells they are is not known of all.</source>
        <translation>Wie gut unterscheidet ein Netz Bilder (%1), an denen es nicht gelernt hat? Nicht von allen ist bekannt, wessen Zellen es sind.</translation>
    </message>
    <message>
        <source>Test cells</source>
        <translation>Testzellen</translation>
    </message>
    <message>
        <source>of all folds together</source>
        <translation>aller Folds zusammen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Some pictures are tested in several folds: %1 answers in all.</source>
        <translation>Manche Bilder werden in mehreren Folds getestet: insgesamt %1 Antworten.</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>of all test cells</source>
        <translation>aller Testzellen</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>BCa interval</source>
        <translation>BCa-Intervall</translation>
    </message>
    <message>
        <source>Folds, mean ± sd</source>
        <translation>Folds, Mittel ± SD</translation>
    </message>
    <message>
        <source>Confusion matrix and curves</source>
        <translation>Konfusionsmatrix und Kurven</translation>
    </message>
    <message>
        <source>The shaded bands are pointwise intervals of the same bootstrap.</source>
        <translation>Die schattierten Bänder sind punktweise Intervalle desselben Bootstraps.</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>No temperature and no threshold: the run has no validation cells of its own, or did not keep its answers for them.</source>
        <translation>Keine Temperatur und keine Schwelle: Der Lauf hat keine eigenen Validierungszellen oder hat seine Antworten für sie nicht behalten.</translation>
    </message>
    <message>
        <source>Validation cells</source>
        <translation>Zellen der Validierung</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Test sensitivity</source>
        <translation>Sensitivität im Test</translation>
    </message>
    <message>
        <source>Test specificity</source>
        <translation>Spezifität im Test</translation>
    </message>
    <message>
        <source>Calibration error, Brier score and log loss of the test cells: as trained %1, %2, %3; with the temperatures %4, %5, %6.</source>
        <translation>Kalibrierungsfehler, Brier-Score und Log-Verlust der Testzellen: wie trainiert %1, %2, %3; mit den Temperaturen %4, %5, %6.</translation>
    </message>
    <message>
        <source>Each threshold is the highest that reaches a sensitivity of %1 on the fold&apos;s validation cells; no test cell had a part in it.</source>
        <translation>Jede Schwelle ist die höchste, die an den Validierungszellen des Folds eine Sensitivität von %1 erreicht; keine Testzelle war daran beteiligt.</translation>
    </message>
    <message>
        <source>Subgroups</source>
        <translation>Untergruppen</translation>
    </message>
    <message>
        <source>Subgroup</source>
        <translation>Untergruppe</translation>
    </message>
    <message>
        <source>F1, weighted</source>
        <translation>F1, gewichtet</translation>
    </message>
    <message>
        <source>the %1 worst of %2</source>
        <translation>die %1 schlechtesten von %2</translation>
    </message>
    <message>
        <source>the worst first</source>
        <translation>schlechteste zuerst</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Log loss</source>
        <translation>Log-Verlust</translation>
    </message>
    <message>
        <source>To repeat it</source>
        <translation>Zum Wiederholen</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>SHA-256 of the settings</source>
        <translation>SHA-256 der Einstellungen</translation>
    </message>
    <message>
        <source>SHA-256 of the data (list of cells, labels and subjects, each picture by its own)</source>
        <translation>SHA-256 der Daten (Liste der Zellen, Labels und Personen, jedes Bild mit seiner eigenen)</translation>
    </message>
    <message>
        <source>SHA-256 of the model of fold %1</source>
        <translation>SHA-256 des Modells von Fold %1</translation>
    </message>
    <message>
        <source>The run folder holds settings.json, split.json, predictions.csv (every answer) and evaluation.json (every figure): enough to compute all of this elsewhere.</source>
        <translation>Der Ordner des Laufs enthält settings.json, split.json, predictions.csv (jede Antwort) und evaluation.json (jede Kennzahl): genug, um all dies anderswo zu berechnen.</translation>
    </message>
    <message>
        <source>fold %1: %2 / %3 (%4 epochs)</source>
        <translation>Fold %1: %2 / %3 (%4 Epochen)</translation>
    </message>
    <message>
        <source>The paper&apos;s Table 1, training accuracy / training loss at the best epoch: %1; mean: %2 / %3. These are of the cells that were learnt from: they say nothing about new ones.</source>
        <translation>Tabelle 1 des Papers, Trainingsgenauigkeit / Trainingsverlust der besten Epoche: %1; Mittel: %2 / %3. Diese Werte gelten für die Zellen, an denen gelernt wurde: Über neue sagen sie nichts.</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Learning curve</source>
        <translation>Lernkurve</translation>
    </message>
    <message>
        <source>The run repeated on shares of each fold&apos;s training subjects, tested on the same cells. Bands: 95 % intervals, as above.</source>
        <translation>Der Lauf, wiederholt mit Anteilen der Trainingspersonen jedes Folds und an denselben Zellen getestet. Bänder: 95-%-Intervalle wie oben.</translation>
    </message>
    <message>
        <source>Map of the test cells</source>
        <translation>Karte der Testzellen</translation>
    </message>
    <message>
        <source>Excluded from all counts: %1.</source>
        <translation>Von allen Zählungen ausgeschlossen: %1.</translation>
    </message>
    <message>
        <source>Not reviewed by a person: %1.</source>
        <translation>Nicht von einer Person geprüft: %1.</translation>
    </message>
    <message>
        <source>each picture in %1 views</source>
        <translation>jedes Bild in %1 Ansichten</translation>
    </message>
    <message>
        <source>with another model</source>
        <translation>mit einem weiteren Modell</translation>
    </message>
    <message>
        <source>with %1 other models</source>
        <translation>mit %1 weiteren Modellen</translation>
    </message>
    <message>
        <source>95 % CI</source>
        <translation>95-%-KI</translation>
    </message>
    <message>
        <source>Percent of the identified cells, with the Wilson interval of counting: errors of model and reader are not in it.</source>
        <translation>Prozent der bestimmten Zellen, mit dem Wilson-Intervall der Zählung: Fehler von Modell und Befunder sind nicht darin.</translation>
    </message>
    <message>
        <source>The model was trained on demonstration cells that the program drew: its answers about other pictures mean nothing.</source>
        <translation>Das Modell wurde mit Demonstrationszellen trainiert, die das Programm gezeichnet hat: Seine Antworten über andere Bilder bedeuten nichts.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>numbers of a session and of all sessions</extracomment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Date of the sample</source>
        <translation>Datum der Probe</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>Material</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Day of treatment</source>
        <translation>Behandlungstag</translation>
    </message>
    <message>
        <source>Report made</source>
        <translation>Bericht erstellt</translation>
    </message>
    <message>
        <source>Threshold: a cell counts as %1 from a probability of %2.</source>
        <translation>Schwelle: Eine Zelle zählt ab einer Wahrscheinlichkeit von %2 als %1.</translation>
    </message>
    <message>
        <source>Threshold: none was chosen; the most probable class counts.</source>
        <translation>Schwelle: Keine wurde gewählt; es gilt die wahrscheinlichste Klasse.</translation>
    </message>
    <message>
        <source>Between %1 and %2 a cell is uncertain and goes to Unidentified.</source>
        <translation>Zwischen %1 und %2 ist eine Zelle unsicher und kommt zu „Nicht bestimmt“.</translation>
    </message>
    <message>
        <source>Under %1 a cell is uncertain and goes to Unidentified.</source>
        <translation>Unter %1 ist eine Zelle unsicher und kommt zu „Nicht bestimmt“.</translation>
    </message>
    <message>
        <source>Calibration: none; a probability of 90 % may be right more or less often than 90 times in 100.</source>
        <translation>Kalibrierung: keine; eine Wahrscheinlichkeit von 90 % kann öfter oder seltener als 90-mal von 100 richtig sein.</translation>
    </message>
    <message>
        <source>Calibration: by temperature %1; of cells given 90 %, about 90 in 100 are of that class.</source>
        <translation>Kalibrierung: durch Temperatur %1; von Zellen mit 90 % gehören etwa 90 von 100 zu dieser Klasse.</translation>
    </message>
    <message>
        <source>Sensitivity at this threshold: %1</source>
        <translation>Sensitivität bei dieser Schwelle: %1</translation>
    </message>
    <message>
        <source>Its threshold and calibration were not kept with the case.</source>
        <translation>Seine Schwelle und Kalibrierung wurden nicht mit dem Fall aufbewahrt.</translation>
    </message>
    <message>
        <source>SHA-256 of the model: %1</source>
        <translation>SHA-256 des Modells: %1</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Audit trail when the report was made: %1 in short, whole: %2. As long as verifying the case store finds this line, nothing was changed or taken out before it.</source>
        <translation>Änderungsprotokoll, als der Bericht erstellt wurde: kurz %1, ganz: %2. Solange die Prüfung der Fälle diese Zeile findet, wurde vor ihr nichts geändert und nichts entfernt.</translation>
    </message>
    <message>
        <source>Made with Leukolens %1, %2.</source>
        <translation>Erstellt mit Leukolens %1, %2.</translation>
    </message>
    <message>
        <source>No facts about the patient are recorded.</source>
        <translation>Zur Patientin oder zum Patienten ist nichts erfasst.</translation>
    </message>
    <message>
        <source>Fact</source>
        <translation>Angabe</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>facts as they were entered; day 0 is the start of treatment</source>
        <translation>Angaben, wie sie eingegeben wurden; Tag 0 ist der Beginn der Behandlung</translation>
    </message>
    <message>
        <source>Audit trail %1</source>
        <translation>Änderungsprotokoll %1</translation>
    </message>
    <message>
        <source>technician</source>
        <translation>Technik</translation>
    </message>
    <message>
        <source>reviewer</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>Administration</translation>
    </message>
    <message>
        <source>entered again</source>
        <translation>erneut eingegeben</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Signiert von</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Reviewed by (name)</source>
        <translation>Geprüft von (Name)</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Unterschrift</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Unterschriften</translation>
    </message>
    <message>
        <source>%1 · %2 of %3 shown</source>
        <extracomment>%1 is a kind of cells (&quot;Most typical&quot;), %2 of %3 are numbers of cells</extracomment>
        <translation>%1 · %2 von %3 gezeigt</translation>
    </message>
    <message>
        <source>Highest probability first</source>
        <translation>Höchste Wahrscheinlichkeit zuerst</translation>
    </message>
    <message>
        <source>Most typical first</source>
        <translation>Typischste zuerst</translation>
    </message>
    <message>
        <source>Most typical</source>
        <translation>Am typischsten</translation>
    </message>
    <message>
        <source>Most uncertain</source>
        <translation>Am unsichersten</translation>
    </message>
    <message>
        <source>Days since the start of treatment</source>
        <translation>Tage seit Beginn der Behandlung</translation>
    </message>
    <message>
        <source>Blasts, %</source>
        <translation>Blasten, %</translation>
    </message>
    <message>
        <source>Blasts</source>
        <translation>Blasten</translation>
    </message>
    <message>
        <source>Identified</source>
        <translation>Bestimmt</translation>
    </message>
    <message>
        <source>The last %1 of %2 sessions; the figure shows all.</source>
        <translation>Die letzten %1 von %2 Sitzungen; die Abbildung zeigt alle.</translation>
    </message>
    <message>
        <source>Blast percentage over the sessions</source>
        <translation>Blastenanteil über die Sitzungen</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <extracomment>how a date is written, in Qt&apos;s letters: d day, MMM short name of the month, yyyy year</extracomment>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>en</source>
        <extracomment>the code of the language that these texts are translated into (ISO 639-1): de for German</extracomment>
        <translation>de</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>was %1</source>
        <extracomment>below the picture of a corrected cell, where a label says that; %1 is the class the model gave</extracomment>
        <translation>war %1</translation>
    </message>
    <message>
        <source>Reader %1</source>
        <extracomment>of a report without names; %1 is a number</extracomment>
        <translation>Befunder %1</translation>
    </message>
    <message>
        <source>Second readings</source>
        <translation>Zweitbefundungen</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Entschieden</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Verglichen</translation>
    </message>
    <message>
        <source>Compared are cells that both have decided and neither has excluded: the share with the same class (Wilson), and Cohen&apos;s κ, which takes off what chance alone would agree on.</source>
        <translation>Verglichen werden Zellen, die beide entschieden und keiner ausgeschlossen hat: der Anteil mit derselben Klasse (Wilson) und Cohens κ, das abzieht, was der Zufall allein übereinstimmen ließe.</translation>
    </message>
    <message>
        <source>Days since the first session</source>
        <translation>Tage seit der ersten Sitzung</translation>
    </message>
    <message>
        <source>whiskers: 95 % CI; ring: this report</source>
        <translation>Striche: 95-%-KI; Ring: dieser Bericht</translation>
    </message>
    <message>
        <source>%1, %2&#xa0;%3</source>
        <extracomment>a date, a time of day and its offset from UTC, such as +02:00; the last space is a no-break space</extracomment>
        <translation>%1, %2&#xa0;%3</translation>
    </message>
    <message>
        <source>day %1</source>
        <extracomment>days since the start of treatment, in place of a date</extracomment>
        <translation>Tag %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <extracomment>ends of an interval that may be below 0</extracomment>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>finished ones, with 95 % CI; they change no class above</source>
        <translation>abgeschlossene, mit 95-%-KI; sie ändern keine Klasse oben</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>Cohen&apos;s κ</source>
        <translation>Cohens κ</translation>
    </message>
    <message>
        <source>de-identified</source>
        <translation>ohne Personenbezug</translation>
    </message>
    <message>
        <source>Patient (code)</source>
        <translation>Patient (Code)</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>not trained yet</source>
        <translation>noch nicht trainiert</translation>
    </message>
    <message>
        <source>The split tests on pictures that were learnt from, which was acknowledged: %1</source>
        <translation>Die Aufteilung testet mit Bildern, aus denen gelernt wurde; das wurde bestätigt: %1</translation>
    </message>
    <message>
        <source>Models on the same cells</source>
        <translation>Modelle auf denselben Zellen</translation>
    </message>
    <message>
        <source>Starts from</source>
        <translation>Beginnt mit</translation>
    </message>
    <message>
        <source>Size, speed, and the difference from InceptionV3</source>
        <translation>Größe, Geschwindigkeit und Unterschied zu InceptionV3</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Seconds an epoch</source>
        <translation>Sekunden je Epoche</translation>
    </message>
    <message>
        <source>Images a second</source>
        <translation>Bilder je Sekunde</translation>
    </message>
    <message>
        <source>Accuracy less InceptionV3</source>
        <translation>Genauigkeit minus InceptionV3</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Images a second: answers of the first fold&apos;s model on the computer that trained it (%1). p is two-sided and not corrected for comparing many models.</source>
        <translation>Bilder je Sekunde: Antworten des Modells des ersten Folds auf dem Rechner, der es trainiert hat (%1). p ist zweiseitig und nicht für den Vergleich vieler Modelle korrigiert.</translation>
    </message>
    <message>
        <source>Published by others, on their data</source>
        <translation>Von anderen auf ihren Daten veröffentlicht</translation>
    </message>
    <message>
        <source>What it is of</source>
        <translation>Wovon</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 ist fehlgeschlagen: %2</translation>
    </message>
    <message>
        <source>Comparison of models</source>
        <translation>Vergleich der Modelle</translation>
    </message>
    <message>
        <source>Data %1</source>
        <translation>Daten %1</translation>
    </message>
    <message>
        <source>LSTM over rows</source>
        <translation>LSTM über Zeilen</translation>
    </message>
</context>
<context>
    <name>ReviewKeys</name>
    <message>
        <source>Set the class whose bin has this number (1 to 9)</source>
        <translation>Die Klasse setzen, deren Fach diese Nummer hat (1 bis 9)</translation>
    </message>
    <message>
        <source>Set to Unidentified</source>
        <translation>„Nicht bestimmt“ setzen</translation>
    </message>
    <message>
        <source>Confirm the present class</source>
        <translation>Die gesetzte Klasse bestätigen</translation>
    </message>
    <message>
        <source>Exclude from all counts; again: include</source>
        <translation>Von allen Zählungen ausschließen; noch einmal: einbeziehen</translation>
    </message>
    <message>
        <source>Mark with a star; again: take it off</source>
        <translation>Mit einem Stern markieren; noch einmal: Stern entfernen</translation>
    </message>
    <message>
        <source>Next cell that nobody has decided, the least certain first</source>
        <translation>Nächste offene Zelle, unsicherste zuerst</translation>
    </message>
    <message>
        <source>Previous cell of the bin</source>
        <translation>Vorige Zelle des Fachs</translation>
    </message>
    <message>
        <source>Next cell of the bin</source>
        <translation>Nächste Zelle des Fachs</translation>
    </message>
    <message>
        <source>Show the cell enlarged; Z or Esc closes</source>
        <translation>Die Zelle groß zeigen; Z oder Esc schließt</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message>
        <source>Invert the selection in the bin</source>
        <translation>Stattdessen die übrigen Zellen des Fachs wählen</translation>
    </message>
    <message>
        <source>Take the selected cells out of the case</source>
        <translation>Die gewählten Zellen aus dem Fall nehmen</translation>
    </message>
    <message>
        <source>Add images</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder of images</source>
        <translation>Einen Ordner mit Bildern hinzufügen</translation>
    </message>
    <message>
        <source>Show or hide these keys</source>
        <translation>Diese Tasten zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>Pfeile</translation>
    </message>
    <message>
        <source>Go from card to card; left and right go on into the next bin</source>
        <translation>Von Karte zu Karte gehen; links und rechts führen ins nächste Fach weiter</translation>
    </message>
    <message>
        <source>Shift+Arrows</source>
        <translation>Umschalt+Pfeile</translation>
    </message>
    <message>
        <source>Select several</source>
        <translation>Mehrere wählen</translation>
    </message>
    <message>
        <source>Select all of a bin</source>
        <translation>Alle Zellen eines Fachs wählen</translation>
    </message>
    <message>
        <source> or </source>
        <extracomment>between two keys that do the same</extracomment>
        <translation> oder </translation>
    </message>
    <message>
        <source>Classify the picture in the clipboard</source>
        <translation>Das Bild in der Zwischenablage klassifizieren</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>Bericht zeigen</translation>
    </message>
</context>
<context>
    <name>ReviewWords</name>
    <message>
        <source>The model was uncertain</source>
        <translation>Das Modell war unsicher</translation>
    </message>
    <message>
        <source>Colours foreign to the model</source>
        <translation>Dem Modell fremde Farben</translation>
    </message>
    <message>
        <source>Too little stain to normalise</source>
        <translation>Zu wenig Färbung zum Angleichen</translation>
    </message>
    <message>
        <source>Perhaps not a cell</source>
        <translation>Vielleicht keine Zelle</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>Unscharf</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Ausgeschlossen</translation>
    </message>
    <message>
        <source>Not decided</source>
        <translation>Noch offen</translation>
    </message>
    <message>
        <source>No cell found to mask</source>
        <translation>Keine Zelle zum Freistellen gefunden</translation>
    </message>
    <message>
        <source>A whole field of cells, not one cell</source>
        <translation>Ein ganzes Gesichtsfeld mit vielen Zellen, keine einzelne Zelle</translation>
    </message>
    <message>
        <source>“Find cells” in Slides cuts such a field into its cells.</source>
        <translation>„Zellen finden“ unter „Präparate“ zerlegt ein solches Feld in seine Zellen.</translation>
    </message>
</context>
<context>
    <name>RunSummary</name>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln Zelle</numerusform>
            <numerusform>%Ln Zellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln patient(s)</source>
        <translation>
            <numerusform>%Ln Patient</numerusform>
            <numerusform>%Ln Patienten</numerusform>
        </translation>
    </message>
    <message>
        <source>patients not known</source>
        <translation>Patienten unbekannt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln class(es)</source>
        <translation>
            <numerusform>%Ln Klasse</numerusform>
            <numerusform>%Ln Klassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln fold(s)</source>
        <translation>
            <numerusform>%Ln Fold</numerusform>
            <numerusform>%Ln Folds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln training cell(s) each</source>
        <translation>
            <numerusform>je etwa %Ln Trainingszelle</numerusform>
            <numerusform>je etwa %Ln Trainingszellen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. The trunk sees each cell %2 times, once for all epochs; then only the last layer is trained.</source>
        <translation>%1. Der Stamm sieht jede Zelle %2-mal, ein für alle Mal; danach wird nur die letzte Schicht trainiert.</translation>
    </message>
    <message>
        <source>%1: %2 batches an epoch, %3 steps at most.</source>
        <translation>%1: %2 Stapel je Epoche, höchstens %3 Schritte.</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 Tage</translation>
    </message>
    <message>
        <source>this CPU</source>
        <translation>dieser CPU</translation>
    </message>
    <message>
        <source>this GPU</source>
        <translation>dieser GPU</translation>
    </message>
    <message>
        <source>About %1 on %2 (%3), less where folds stop early.</source>
        <translation>Etwa %1 auf %2 (%3), weniger, wo Folds früh enden.</translation>
    </message>
    <message>
        <source>%1. The trunk sees each cell once, then the classifier is fitted.</source>
        <translation>%1. Der Rumpf sieht jede Zelle einmal, dann wird der Klassifikator angepasst.</translation>
    </message>
    <message>
        <source>About %1 on %2 (%3), and the fit.</source>
        <translation>Etwa %1 auf %2 (%3), dazu das Anpassen.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Erscheinung</translation>
    </message>
    <message>
        <source>Light or dark colours.</source>
        <translation>Helle oder dunkle Farben.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>Written beside each correction. Empty: your login name.</source>
        <translation>Steht neben jeder Korrektur. Leer: Ihr Anmeldename.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The model that classifies cells.</source>
        <translation>Das Modell, das Zellen klassifiziert.</translation>
    </message>
    <message>
        <source>Training runs</source>
        <translation>Trainingsläufe</translation>
    </message>
    <message>
        <source>Where training puts its results. Empty: the standard place.</source>
        <translation>Wohin das Training Ergebnisse legt. Leer: der übliche Ort.</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>The folder of labelled cells opened last.</source>
        <translation>Der zuletzt geöffnete Ordner mit beschrifteten Zellen.</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>Rechnen auf</translation>
    </message>
    <message>
        <source>Where networks run. Automatic takes a GPU when there is one.</source>
        <translation>Wo Netze laufen. Automatisch nimmt eine GPU, wenn es eine gibt.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>NVIDIA GPU (CUDA)</source>
        <translation>NVIDIA-GPU (CUDA)</translation>
    </message>
    <message>
        <source>Size of cell cards</source>
        <translation>Größe der Zellkarten</translation>
    </message>
    <message>
        <source>Side of a picture in Classify, in pixels.</source>
        <translation>Seite eines Bildes beim Klassifizieren, in Pixeln.</translation>
    </message>
    <message>
        <source>Show probabilities</source>
        <translation>Wahrscheinlichkeiten zeigen</translation>
    </message>
    <message>
        <source>Write the probability on each cell card.</source>
        <translation>Die Wahrscheinlichkeit auf jede Zellkarte schreiben.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Where the models of the list are kept. Empty: the standard place.</source>
        <translation>Wo die Modelle der Liste liegen. Leer: der übliche Ort.</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>How the model is asked about each picture in Classify. More answers take longer and tell how far they differ.</source>
        <translation>Wie das Modell unter „Klassifizieren“ zu jedem Bild gefragt wird. Mehr Antworten dauern länger und zeigen, wie weit sie sich unterscheiden.</translation>
    </message>
    <message>
        <source>One look</source>
        <translation>Ein Blick</translation>
    </message>
    <message>
        <source>Eight views</source>
        <translation>Acht Ansichten</translation>
    </message>
    <message>
        <source>All folds of the training</source>
        <translation>Alle Folds des Trainings</translation>
    </message>
    <message>
        <source>Quickest numbers</source>
        <translation>Schnellste Zahlen</translation>
    </message>
    <message>
        <source>Compute in 8 bits in Classify where the model offers it: quicker on a processor, and a few cells in a thousand may get another class.</source>
        <translation>In „Klassifizieren“ mit 8 Bit rechnen, wo das Modell es anbietet: auf dem Prozessor schneller, und wenige von tausend Zellen können eine andere Klasse erhalten.</translation>
    </message>
    <message>
        <source>Side of cut-out cells (µm)</source>
        <translation>Seite ausgeschnittener Zellen (µm)</translation>
    </message>
    <message>
        <source>How much of a slide each picture shows that Find cells hands to Classify. Best is what the model&apos;s training pictures show.</source>
        <translation>Wie viel vom Präparat jedes Bild zeigt, das an „Klassifizieren“ übergeben wird. Am besten so viel, wie die Trainingsbilder des Modells zeigen.</translation>
    </message>
    <message>
        <source>As the window</source>
        <translation>Wie das Fenster</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>Labor</translation>
    </message>
    <message>
        <source>Its name, at the top of reports.</source>
        <translation>Sein Name, oben auf Berichten.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Anschrift</translation>
    </message>
    <message>
        <source>Lines under the laboratory&apos;s name.</source>
        <translation>Zeilen unter dem Namen des Labors.</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>Logo</translation>
    </message>
    <message>
        <source>PNG or SVG, beside the laboratory&apos;s name.</source>
        <translation>PNG oder SVG, neben dem Namen des Labors.</translation>
    </message>
    <message>
        <source>Paper of reports</source>
        <translation>Papier der Berichte</translation>
    </message>
    <message>
        <source>Size of a report&apos;s pages.</source>
        <translation>Größe der Seiten eines Berichts.</translation>
    </message>
    <message>
        <source>A4</source>
        <translation>A4</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>Letter</translation>
    </message>
    <message>
        <source>Language of reports</source>
        <translation>Sprache der Berichte</translation>
    </message>
    <message>
        <source>What the report of a case is written in, whatever the window&apos;s language.</source>
        <translation>In ihr wird der Bericht eines Falls geschrieben, gleich welche Sprache das Fenster hat.</translation>
    </message>
    <message>
        <source>All cells in reports</source>
        <translation>Alle Zellen in Berichten</translation>
    </message>
    <message>
        <source>Every cell&apos;s picture on further pages, not only a choice of each class.</source>
        <translation>Das Bild jeder Zelle auf weiteren Seiten, nicht nur eine Auswahl jeder Klasse.</translation>
    </message>
    <message>
        <source>Case store</source>
        <translation>Fallspeicher</translation>
    </message>
    <message>
        <source>A file, or postgresql://user@server/database. Empty: the standard place. Used from the next start.</source>
        <translation>Eine Datei oder postgresql://Name@Server/Datenbank. Leer: der übliche Ort. Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Changes when the settings are closed, or as soon as what is running has ended.</source>
        <translation>Ändert sich, wenn die Einstellungen geschlossen werden oder sobald beendet ist, was gerade läuft.</translation>
    </message>
    <message>
        <source>Daily copies kept</source>
        <translation>Aufbewahrte tägliche Kopien</translation>
    </message>
    <message>
        <source>On days on which the case file is opened and has changed, a checked copy goes into the folder backups beside it; the oldest beyond this number are removed. 0: none are made. Not of a store on a server.</source>
        <translation>An Tagen, an denen die Falldatei geöffnet wird und sich geändert hat, kommt eine geprüfte Kopie in den Ordner backups daneben; die ältesten über diese Zahl hinaus werden entfernt. 0: Es werden keine angelegt. Nicht von einem Speicher auf einem Server.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Cores to compute with</source>
        <translation>Kerne zum Rechnen</translation>
    </message>
    <message>
        <source>Of the processor, for networks, reading pictures and searching. Fewer leave the computer free for other work. Used from the next start.</source>
        <translation>Des Prozessors, für Netze, das Lesen von Bildern und die Suche. Weniger lassen den Computer für andere Arbeit frei. Gilt ab dem nächsten Start.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message>
        <source>Standard place</source>
        <translation>Üblicher Ort</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation>Bilder (*.png *.svg)</translation>
    </message>
</context>
<context>
    <name>SettingsFile</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>standard place</source>
        <translation>üblicher Ort</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message numerus="yes">
        <source>longer than %Ln character(s).</source>
        <translation>
            <numerusform>länger als %Ln Zeichen.</numerusform>
            <numerusform>länger als %Ln Zeichen.</numerusform>
        </translation>
    </message>
    <message>
        <source>more than one line.</source>
        <translation>mehr als eine Zeile.</translation>
    </message>
    <message>
        <source>not a text.</source>
        <translation>kein Text.</translation>
    </message>
    <message>
        <source>the address of a server is not taken over from a file. Type it in Storage.</source>
        <translation>die Adresse eines Servers wird nicht aus einer Datei übernommen. Geben Sie sie unter „Speicherung“ ein.</translation>
    </message>
    <message>
        <source>not a whole path: %1</source>
        <translation>kein vollständiger Pfad: %1</translation>
    </message>
    <message>
        <source>“%1” is none of its values.</source>
        <translation>„%1“ ist keiner der möglichen Werte.</translation>
    </message>
    <message>
        <source>neither true nor false.</source>
        <translation>weder true noch false.</translation>
    </message>
    <message>
        <source>not a whole number.</source>
        <translation>keine ganze Zahl.</translation>
    </message>
    <message>
        <source>not between %1 and %2.</source>
        <translation>nicht zwischen %1 und %2.</translation>
    </message>
    <message>
        <source>%1: this version has no such setting.</source>
        <translation>%1: Diese Version hat keine solche Einstellung.</translation>
    </message>
    <message>
        <source>%1: is not taken over from a file.</source>
        <translation>%1: Wird nicht aus einer Datei übernommen.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: this version has no such shortcut.</source>
        <translation>%1: Diese Version hat kein solches Tastenkürzel.</translation>
    </message>
    <message>
        <source>%1: not a combination of keys.</source>
        <translation>%1: keine Tastenkombination.</translation>
    </message>
    <message>
        <source>%1: this version has no such part.</source>
        <translation>%1: Diese Version hat keinen solchen Teil.</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Open a data folder</source>
        <translation>Einen Datenordner öffnen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Lock the window</source>
        <translation>Das Fenster sperren</translation>
    </message>
    <message>
        <source>Go to Classify</source>
        <translation>Zu „Klassifizieren“</translation>
    </message>
    <message>
        <source>Go to Slides</source>
        <translation>Zu „Präparate“</translation>
    </message>
    <message>
        <source>Go to Data</source>
        <translation>Zu „Daten“</translation>
    </message>
    <message>
        <source>Go to Train</source>
        <translation>Zu „Trainieren“</translation>
    </message>
    <message>
        <source>Go to Evaluate</source>
        <translation>Zu „Auswerten“</translation>
    </message>
    <message>
        <source>Go to Cases</source>
        <translation>Zu „Fälle“</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Add images</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder of images</source>
        <translation>Einen Ordner mit Bildern hinzufügen</translation>
    </message>
    <message>
        <source>Classify the picture in the clipboard</source>
        <translation>Das Bild in der Zwischenablage klassifizieren</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>Bericht zeigen</translation>
    </message>
    <message>
        <source>Previous cell of the bin</source>
        <translation>Vorige Zelle des Fachs</translation>
    </message>
    <message>
        <source>Next cell of the bin</source>
        <translation>Nächste Zelle des Fachs</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message>
        <source>Invert the selection in the bin</source>
        <translation>Stattdessen die übrigen Zellen des Fachs wählen</translation>
    </message>
    <message>
        <source>Take the selected cells out of the case</source>
        <translation>Die gewählten Zellen aus dem Fall nehmen</translation>
    </message>
    <message>
        <source>Open slides or photographs</source>
        <translation>Präparate oder Fotos öffnen</translation>
    </message>
    <message>
        <source>Open a folder of slides</source>
        <translation>Einen Ordner mit Präparaten öffnen</translation>
    </message>
    <message>
        <source>Take the shown slide from the list</source>
        <translation>Das gezeigte Präparat aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Next slide</source>
        <translation>Nächstes Präparat</translation>
    </message>
    <message>
        <source>Previous slide</source>
        <translation>Voriges Präparat</translation>
    </message>
    <message>
        <source>Classify the cells that were found or marked</source>
        <translation>Die gefundenen oder markierten Zellen klassifizieren</translation>
    </message>
    <message>
        <source>Save a subject&apos;s facts and go on with the next</source>
        <translation>Angaben zu einer Person speichern und mit der nächsten weitermachen</translation>
    </message>
    <message>
        <source>Start the training</source>
        <translation>Das Training starten</translation>
    </message>
    <message>
        <source>Open a run</source>
        <translation>Einen Lauf öffnen</translation>
    </message>
    <message>
        <source>Continue the run</source>
        <translation>Lauf fortsetzen</translation>
    </message>
    <message>
        <source>Extend the run</source>
        <translation>Lauf verlängern</translation>
    </message>
    <message>
        <source>Pause or resume the training</source>
        <translation>Das Training pausieren oder weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Stop the training</source>
        <translation>Das Training anhalten</translation>
    </message>
    <message>
        <source>Open a run to evaluate</source>
        <translation>Einen Lauf zum Auswerten öffnen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Report of the chosen session</source>
        <translation>Bericht der gewählten Sitzung</translation>
    </message>
    <message>
        <source>Read the list anew</source>
        <translation>Die Liste neu lesen</translation>
    </message>
    <message>
        <source>Rename the model</source>
        <translation>Das Modell umbenennen</translation>
    </message>
    <message>
        <source>Remove the model</source>
        <translation>Das Modell entfernen</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>Klassifizieren</translation>
    </message>
    <message>
        <source>Slides</source>
        <translation>Präparate</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>Fälle</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>Liste der Modelle</translation>
    </message>
    <message>
        <source>Pages of a report</source>
        <translation>Seiten eines Berichts</translation>
    </message>
    <message>
        <source>One combination of keys only.</source>
        <translation>Nur eine Tastenkombination.</translation>
    </message>
    <message>
        <source>Taken by: %1 (%2).</source>
        <translation>Vergeben an: %1 (%2).</translation>
    </message>
    <message>
        <source>Use Ctrl or a function key: other keys are for typing, menus and review.</source>
        <translation>Verwenden Sie Strg oder eine Funktionstaste: Andere Tasten dienen dem Tippen, den Menüs und der Durchsicht.</translation>
    </message>
    <message>
        <source>Fields of text use these keys.</source>
        <translation>Textfelder verwenden diese Tasten.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>what a button does, and the keys that do the same</extracomment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>SplitPart</name>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Tr</source>
        <comment>training, two letters</comment>
        <translation>Tr</translation>
    </message>
    <message>
        <source>Va</source>
        <comment>validation, two letters</comment>
        <translation>Va</translation>
    </message>
    <message>
        <source>Te</source>
        <comment>test, two letters</comment>
        <translation>Te</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Six places</source>
        <translation>Sechs Orte</translation>
    </message>
    <message>
        <source>From cells to the report: classify, look at slides, prepare data, train, evaluate, keep cases. Ctrl+1 to Ctrl+6 go there.</source>
        <translation>Von den Zellen bis zum Bericht: klassifizieren, Präparate ansehen, Daten vorbereiten, trainieren, auswerten, Fälle aufbewahren. Strg+1 bis Strg+6 führen dorthin.</translation>
    </message>
    <message>
        <source>Drop pictures here</source>
        <translation>Ziehen Sie Bilder hierher</translation>
    </message>
    <message>
        <source>Drag pictures, folders or slides into this area, or press Ctrl+O. Each cell becomes a card among those of its class.</source>
        <translation>Ziehen Sie Bilder, Ordner oder Präparate in diesen Bereich, oder drücken Sie Strg+O. Jede Zelle wird eine Karte unter denen ihrer Klasse.</translation>
    </message>
    <message>
        <source>Look at one cell closely</source>
        <translation>Eine Zelle genau ansehen</translation>
    </message>
    <message>
        <source>Sign, then report</source>
        <translation>Signieren, dann berichten</translation>
    </message>
    <message>
        <source>Once every doubtful cell is decided, sign the case. Report shows its pages before they are saved or printed.</source>
        <translation>Sobald über jede zweifelhafte Zelle entschieden ist, signieren Sie den Fall. „Bericht“ zeigt die Seiten, bevor sie gespeichert oder gedruckt werden.</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Ein Modell trainieren</translation>
    </message>
    <message>
        <source>Open labelled cells in Data, press Start in Train and watch. You can go on classifying meanwhile.</source>
        <translation>Öffnen Sie beschriftete Zellen unter „Daten“, drücken Sie „Training starten“ unter „Trainieren“ und sehen Sie zu. Klassifizieren können Sie währenddessen weiter.</translation>
    </message>
    <message>
        <source>What is running</source>
        <translation>Was gerade läuft</translation>
    </message>
    <message>
        <source>Whatever takes time shows down here, with the time left and Stop. The window never waits for it.</source>
        <translation>Was Zeit braucht, steht hier unten, mit der restlichen Zeit und „Anhalten“. Das Fenster wartet nie darauf.</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Welcome and this tour are in the Help menu. Let the pointer rest on anything to read what it does. In Classify, ? shows all keys.</source>
        <translation>„Willkommen“ und dieser Rundgang stehen im Menü „Hilfe“. Lassen Sie den Mauszeiger auf etwas ruhen, um zu lesen, was es tut. Unter „Klassifizieren“ zeigt ? alle Tasten.</translation>
    </message>
    <message>
        <source>Once there are cells, the chosen one is shown here enlarged, with the model&apos;s answer and its reasons. Wrong class? Drag the card, or press the number of the right one.</source>
        <translation>Sobald Zellen da sind, steht hier die gewählte vergrößert, mit der Antwort des Modells und ihren Gründen. Falsche Klasse? Ziehen Sie die Karte, oder drücken Sie die Zahl der richtigen.</translation>
    </message>
</context>
<context>
    <name>UndoButtons</name>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AboutDialog</name>
    <message>
        <source>About Leukolens</source>
        <translation>Über Leukolens</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Classifies images of white blood cells with an InceptionV3 network, lets people correct it, and trains that network on labelled cells. Everything runs on this computer; no image leaves it.</source>
        <translation>Klassifiziert Bilder weißer Blutzellen mit einem InceptionV3-Netz, lässt Menschen es korrigieren und trainiert dieses Netz mit beschrifteten Zellen. Alles läuft auf diesem Rechner; kein Bild verlässt ihn.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. It uses Qt, LibTorch, OpenVINO, OpenCV, SOCI, SQLite, QCustomPlot, qpdf, libzip, spdlog, nlohmann/json, umappp and Eigen.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder neuer. Sie verwendet Qt, LibTorch, OpenVINO, OpenCV, SOCI, SQLite, QCustomPlot, qpdf, libzip, spdlog, nlohmann/json, umappp und Eigen.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AccountBadge</name>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Logged in: %1</source>
        <translation>Angemeldet: %1</translation>
    </message>
    <message>
        <source>Lock the window until somebody logs in; what is under way goes on</source>
        <translation>Das Fenster sperren, bis sich jemand anmeldet; was läuft, läuft weiter</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AccountEditor</name>
    <message>
        <source>Role of this account</source>
        <translation>Rolle dieses Kontos</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Only active accounts log in; what they did stays in the trail</source>
        <translation>Nur aktive Konten melden sich an; was sie getan haben, bleibt im Änderungsprotokoll</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>%1 characters at least</source>
        <translation>Mindestens %1 Zeichen</translation>
    </message>
    <message>
        <source>New passphrase once more</source>
        <translation>Neues Passwort noch einmal</translation>
    </message>
    <message>
        <source>The same passphrase once more</source>
        <translation>Dasselbe Passwort noch einmal</translation>
    </message>
    <message>
        <source>Set passphrase</source>
        <translation>Passwort setzen</translation>
    </message>
    <message>
        <source>Select an account to change it.</source>
        <translation>Wählen Sie ein Konto, um es zu ändern.</translation>
    </message>
    <message>
        <source>From now on this passphrase holds (Return)</source>
        <translation>Von nun an gilt dieses Passwort (Eingabetaste)</translation>
    </message>
    <message>
        <source>Type the new passphrase twice</source>
        <translation>Geben Sie das neue Passwort zweimal ein</translation>
    </message>
    <message>
        <source>Present passphrase</source>
        <translation>Jetziges Passwort</translation>
    </message>
    <message>
        <source>The passphrase you log in with now</source>
        <translation>Das Passwort, mit dem Sie sich jetzt anmelden</translation>
    </message>
    <message>
        <source>Type your present passphrase, and the new one twice</source>
        <translation>Geben Sie Ihr jetziges Passwort ein, und das neue zweimal</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AccountForm</name>
    <message>
        <source>The passphrase needs %1 characters at least.</source>
        <translation>Das Passwort braucht mindestens %1 Zeichen.</translation>
    </message>
    <message>
        <source>The passphrase is too long.</source>
        <translation>Das Passwort ist zu lang.</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>Die beiden Passwörter sind verschieden.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the new account</source>
        <translation>Name des neuen Kontos</translation>
    </message>
    <message>
        <source>As it stands in the trail and under reports</source>
        <translation>So, wie er im Änderungsprotokoll und unter Befunden steht</translation>
    </message>
    <message>
        <source>Role of the new account</source>
        <translation>Rolle des neuen Kontos</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Several words are easier to remember than signs; %1 characters at least</source>
        <translation>Mehrere Wörter merkt man sich leichter als Zeichen; mindestens %1 Zeichen</translation>
    </message>
    <message>
        <source>Passphrase once more</source>
        <translation>Passwort noch einmal</translation>
    </message>
    <message>
        <source>The same passphrase once more</source>
        <translation>Dasselbe Passwort noch einmal</translation>
    </message>
    <message>
        <source>Add account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>The first account is an administrator&apos;s.</source>
        <translation>Das erste Konto ist eines der Administration.</translation>
    </message>
    <message>
        <source>Add this account (Return)</source>
        <translation>Dieses Konto anlegen (Eingabetaste)</translation>
    </message>
    <message>
        <source>Type a name, and the passphrase twice</source>
        <translation>Geben Sie einen Namen ein und das Passwort zweimal</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AccountsDialog</name>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Accounts of this case store</source>
        <translation>Konten dieses Fallspeichers</translation>
    </message>
    <message>
        <source>Select an account to change it</source>
        <translation>Ein Konto wählen, um es zu ändern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Adding the account</source>
        <translation>Konto wird angelegt</translation>
    </message>
    <message>
        <source>%1 was added.</source>
        <translation>%1 wurde angelegt.</translation>
    </message>
    <message>
        <source>%1 was added, and is logged in.</source>
        <translation>%1 wurde angelegt und ist angemeldet.</translation>
    </message>
    <message>
        <source>Changing the account</source>
        <translation>Konto wird geändert</translation>
    </message>
    <message>
        <source>%1 was changed.</source>
        <translation>%1 wurde geändert.</translation>
    </message>
    <message>
        <source>Setting the passphrase</source>
        <translation>Passwort wird gesetzt</translation>
    </message>
    <message>
        <source>%1 has a new passphrase.</source>
        <translation>%1 hat ein neues Passwort.</translation>
    </message>
    <message>
        <source>Changing the rules</source>
        <translation>Regeln werden geändert</translation>
    </message>
    <message>
        <source>The rules were changed.</source>
        <translation>Die Regeln wurden geändert.</translation>
    </message>
    <message>
        <source>This case store has no accounts: whoever opens it may change it, and what they do is recorded under the name of the computer&apos;s user. With accounts everybody logs in, and roles say who may sign. Add an administrator to begin.</source>
        <translation>Dieser Fallspeicher hat keine Konten: Wer ihn öffnet, darf ihn ändern, und festgehalten wird es unter dem Namen, mit dem man am Computer angemeldet ist. Mit Konten melden sich alle an, und Rollen sagen, wer signieren darf. Legen Sie zuerst ein Konto der Administration an.</translation>
    </message>
    <message>
        <source>Accounts of this case store. What was done under a name stays in the trail, also when the account is active no more.</source>
        <translation>Konten dieses Fallspeichers. Was unter einem Namen getan wurde, bleibt im Änderungsprotokoll, auch wenn das Konto nicht mehr aktiv ist.</translation>
    </message>
    <message>
        <source>Administrators look after accounts. Here you can change your own passphrase.</source>
        <translation>Um Konten kümmert sich die Administration. Hier können Sie Ihr eigenes Passwort ändern.</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>Neues Konto</translation>
    </message>
    <message>
        <source>First account</source>
        <translation>Erstes Konto</translation>
    </message>
    <message>
        <source>active</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>not active</source>
        <translation>nicht aktiv</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AccountsSession</name>
    <message>
        <source>Reading the accounts</source>
        <translation>Konten werden gelesen</translation>
    </message>
    <message>
        <source>Work of %1 is still under way, and is saved as theirs. Wait until it has ended, or have %1 log in.</source>
        <translation>Eine Arbeit von %1 läuft noch und wird unter diesem Namen gespeichert. Warten Sie, bis sie beendet ist, oder lassen Sie %1 sich anmelden.</translation>
    </message>
    <message>
        <source>Logging in</source>
        <translation>Anmeldung läuft</translation>
    </message>
    <message>
        <source>Adding the account</source>
        <translation>Konto wird angelegt</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AddModelPage</name>
    <message>
        <source>Add this model?</source>
        <translation>Dieses Modell hinzufügen?</translation>
    </message>
    <message>
        <source>Before it is added</source>
        <translation>Vor dem Hinzufügen</translation>
    </message>
    <message>
        <source>Name in the list</source>
        <translation>Name in der Liste</translation>
    </message>
    <message>
        <source>How the model is called here; empty: as the file</source>
        <translation>Wie das Modell hier heißt; leer: wie die Datei</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Leave it: nothing was changed (Esc)</source>
        <translation>Es lassen: Nichts wurde geändert (Esc)</translation>
    </message>
    <message>
        <source>Add and use for classifying</source>
        <translation>Hinzufügen und zum Klassifizieren nutzen</translation>
    </message>
    <message>
        <source>Keep a copy in the list, and classify cells with it from now on</source>
        <translation>Eine Kopie in der Liste behalten und Zellen ab jetzt damit klassifizieren</translation>
    </message>
    <message>
        <source>Add these weights?</source>
        <translation>Diese Gewichte hinzufügen?</translation>
    </message>
    <message>
        <source>It is in the list already, as “%1”.</source>
        <translation>Es steht schon in der Liste, als „%1“.</translation>
    </message>
    <message>
        <source>Add as a starting point for training</source>
        <translation>Als Ausgangspunkt fürs Training hinzufügen</translation>
    </message>
    <message>
        <source>Add to the list</source>
        <translation>In die Liste aufnehmen</translation>
    </message>
    <message>
        <source>Show in the list</source>
        <translation>In der Liste zeigen</translation>
    </message>
    <message>
        <source>Keep a copy in the list; what classifies now stays as it is</source>
        <translation>Eine Kopie in der Liste behalten; was jetzt klassifiziert, bleibt</translation>
    </message>
    <message>
        <source>Keep a copy in the list, to start trainings from</source>
        <translation>Eine Kopie in der Liste behalten, um Trainings damit zu beginnen</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Modellkarte</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AgreementPanel</name>
    <message>
        <source>Who is compared</source>
        <translation>Wer verglichen wird</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa: 0 as chance would agree, 1 complete agreement. Interval: 95 %, large-sample standard error (Fleiss, Cohen &amp; Everitt 1969)</source>
        <translation>Cohens Kappa: 0 Übereinstimmung wie durch Zufall, 1 vollständige Übereinstimmung. Intervall: 95 %, Standardfehler für große Stichproben (Fleiss, Cohen &amp; Everitt 1969)</translation>
    </message>
    <message>
        <source>Cells by both readers&apos; classes</source>
        <translation>Zellen nach den Klassen beider</translation>
    </message>
    <message>
        <source>Rows: the first of the two. Columns: the second</source>
        <translation>Zeilen: die erste der beiden Seiten. Spalten: die zweite</translation>
    </message>
    <message>
        <source>Close the comparison</source>
        <translation>Den Vergleich schließen</translation>
    </message>
    <message>
        <source>First reader and model</source>
        <extracomment>who is compared: the people who decided the case and the model; or a second reader, since when</extracomment>
        <translation>Erstbeurteilung und Modell</translation>
    </message>
    <message>
        <source>First reader and %1 (%2)</source>
        <translation>Erstbeurteilung und %1 (%2)</translation>
    </message>
    <message>
        <source>κ = %1 (95 % interval %2 to %3)</source>
        <translation>κ = %1 (95-%-Intervall %2 bis %3)</translation>
    </message>
    <message>
        <source>No cell that both have decided</source>
        <translation>Keine Zelle, über die beide entschieden haben</translation>
    </message>
    <message>
        <source>κ is undefined: both used the same class throughout</source>
        <translation>κ hat keinen Wert: beide benutzten nur eine Klasse</translation>
    </message>
    <message>
        <source>Cells compared: %1. Left out, because one of the two has not decided or has excluded them: %2.</source>
        <translation>Verglichene Zellen: %1. Ausgelassen, weil auf einer der beiden Seiten noch offen oder ausgeschlossen: %2.</translation>
    </message>
    <message>
        <source>Same class: %1.</source>
        <translation>Gleiche Klasse: %1.</translation>
    </message>
    <message>
        <source>Rows: first reader; columns: model.</source>
        <extracomment>who is who in the table beside it</extracomment>
        <translation>Zeilen: Erstbeurteilung; Spalten: Modell.</translation>
    </message>
    <message>
        <source>Rows: first reader; columns: %1.</source>
        <translation>Zeilen: Erstbeurteilung; Spalten: %1.</translation>
    </message>
    <message>
        <source>Fewer than %1 cells: do not rely on the interval.</source>
        <translation>Weniger als %1 Zellen: Das Intervall ist zu schmal, um sich darauf zu verlassen.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AlarmStrip</name>
    <message>
        <source>Show the next alarm</source>
        <translation>Nächste Warnung zeigen</translation>
    </message>
    <message>
        <source>Dismiss this alarm</source>
        <translation>Diese Warnung schließen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AnswerDelegate</name>
    <message>
        <source>subject %1</source>
        <translation>Person %1</translation>
    </message>
    <message>
        <source>fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>label is wrong</source>
        <translation>Label ist falsch</translation>
    </message>
    <message>
        <source>network is wrong</source>
        <translation>Netz liegt falsch</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AnswerModel</name>
    <message>
        <source>%1, called %2 with %3</source>
        <translation>%1, eingestuft als %2 mit %3</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AnswersButton</name>
    <message>
        <source>The model answers once about each picture</source>
        <translation>Das Modell antwortet zu jedem Bild einmal</translation>
    </message>
    <message>
        <source>The picture turned and mirrored as well, for cells have no up: the mean of eight answers, and how far they differ</source>
        <translation>Auch das gedrehte und gespiegelte Bild, denn Zellen haben kein Oben: das Mittel von acht Antworten, und wie weit sie sich unterscheiden</translation>
    </message>
    <message>
        <source>Each fold learnt from other cells: the mean of their answers, and how far they differ</source>
        <translation>Jeder Fold hat aus anderen Zellen gelernt: das Mittel ihrer Antworten, und wie weit sie sich unterscheiden</translation>
    </message>
    <message>
        <source>fastest</source>
        <translation>am schnellsten</translation>
    </message>
    <message>
        <source>%1 times as long</source>
        <translation>dauert %1-mal so lange</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>&quot;8 times as long: about 2 pictures a second&quot;</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>All folds: this training has %1, too many to ask at once</source>
        <translation>Alle Folds: Dieses Training hat %1, zu viele für eine gemeinsame Antwort</translation>
    </message>
    <message>
        <source>All folds: no other fold of this model&apos;s training was found</source>
        <translation>Alle Folds: Kein anderer Fold des Trainings dieses Modells wurde gefunden</translation>
    </message>
    <message>
        <source>All %1 folds of this training (%2)</source>
        <translation>Alle %1 Folds dieses Trainings (%2)</translation>
    </message>
    <message>
        <source>%1 of the %2 folds of this training (%3)</source>
        <translation>%1 der %2 Folds dieses Trainings (%3)</translation>
    </message>
    <message>
        <source>One look (%1)</source>
        <translation>Ein Blick (%1)</translation>
    </message>
    <message>
        <source>Eight views (%1)</source>
        <translation>Acht Ansichten (%1)</translation>
    </message>
    <message>
        <source>One look</source>
        <translation>Ein Blick</translation>
    </message>
    <message>
        <source>Eight views</source>
        <translation>Acht Ansichten</translation>
    </message>
    <message>
        <source>All folds</source>
        <translation>Alle Folds</translation>
    </message>
    <message>
        <source>%1 folds</source>
        <translation>%1 Folds</translation>
    </message>
    <message>
        <source>All folds are chosen, but this model has none beside it: it answers alone.</source>
        <translation>Alle Folds sind gewählt, aber zu diesem Modell wurden keine weiteren gefunden: Es antwortet allein.</translation>
    </message>
    <message>
        <source>How the model is asked about each picture. Answers that are there stay as they are.</source>
        <translation>Wie das Modell zu jedem Bild gefragt wird. Vorhandene Antworten bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Answers: %1</source>
        <translation>Antworten: %1</translation>
    </message>
    <message>
        <source>In 8-bit numbers (quickest)</source>
        <translation>In 8-Bit-Zahlen (am schnellsten)</translation>
    </message>
    <message>
        <source>On a processor about 1.7 times as fast. Of %1 cells held out from its training, %2 % kept their class.</source>
        <translation>Auf dem Prozessor etwa 1,7-mal so schnell. Von %1 Zellen, die seinem Training vorenthalten waren, behielten %2 % ihre Klasse.</translation>
    </message>
    <message>
        <source>In 8-bit numbers: this model would change too many answers</source>
        <translation>In 8-Bit-Zahlen: Dieses Modell würde zu viele Antworten ändern</translation>
    </message>
    <message>
        <source>In 8-bit numbers: not measured with this model</source>
        <translation>In 8-Bit-Zahlen: mit diesem Modell nicht gemessen</translation>
    </message>
    <message>
        <source>Offered where at least 99.5 % of the cells held out from the training keep their class</source>
        <translation>Angeboten, wo mindestens 99,5 % der dem Training vorenthaltenen Zellen ihre Klasse behalten</translation>
    </message>
    <message>
        <source>In 8-bit numbers: not with this processor</source>
        <translation>In 8-Bit-Zahlen: nicht mit diesem Prozessor</translation>
    </message>
    <message>
        <source>It has no instructions for them (VNNI)</source>
        <translation>Er hat keine Befehle dafür (VNNI)</translation>
    </message>
    <message>
        <source>%1, 8 bit</source>
        <extracomment>what is asked, such as &quot;One look&quot;, and that it is computed in 8-bit numbers</extracomment>
        <translation>%1, 8 Bit</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AnswersView</name>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>No such cells</source>
        <translation>Keine solchen Zellen</translation>
    </message>
    <message>
        <source>Label is wrong</source>
        <translation>Label ist falsch</translation>
    </message>
    <message>
        <source>Network is wrong</source>
        <translation>Netz liegt falsch</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Forget what was noted of the selected cells, and restore their labels (Backspace)</source>
        <translation>Vermerke zu den gewählten Zellen löschen und ihre Labels wiederherstellen (Rücktaste)</translation>
    </message>
    <message>
        <source>Choose a cell</source>
        <translation>Wählen Sie eine Zelle</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cells are chosen</source>
        <translation>
            <numerusform>%Ln Zelle ist gewählt</numerusform>
            <numerusform>%Ln Zellen sind gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>The pictures of this run were not found. Open its data in Data, then evaluate it again.</source>
        <translation>Die Bilder dieses Laufs wurden nicht gefunden. Öffnen Sie seine Daten unter Daten, dann werten Sie ihn erneut aus.</translation>
    </message>
    <message>
        <source>Reviewed: %L1, of them wrong labels: %L2</source>
        <translation>Geprüft: %L1, davon falsche Labels: %L2</translation>
    </message>
    <message>
        <source>Found wrong when a run was evaluated</source>
        <translation>Beim Auswerten eines Laufs als falsch erkannt</translation>
    </message>
    <message>
        <source>Taken back when a run was evaluated</source>
        <translation>Beim Auswerten eines Laufs zurückgenommen</translation>
    </message>
    <message>
        <source>An issue of the data: note it, and give the cells the label that the network says where their data are open. Right answers among the selected cells are passed over (L)</source>
        <translation>Ein Problem der Daten: vermerken, und den Zellen das Label geben, das das Netz nennt, wenn ihre Daten geöffnet sind. Richtige Antworten unter den gewählten Zellen werden übergangen (L)</translation>
    </message>
    <message>
        <source>An issue of the model: note that the label is right. Right answers among the selected cells are passed over (N)</source>
        <translation>Ein Problem des Modells: vermerken, dass das Label richtig ist. Richtige Antworten unter den gewählten Zellen werden übergangen (N)</translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln cell(s)</source>
        <translation>
            <numerusform>%1: %Ln Zelle</numerusform>
            <numerusform>%1: %Ln Zellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln cell(s), the surest errors first</source>
        <translation>
            <numerusform>%1: %Ln Zelle, die sichersten Fehler zuerst</numerusform>
            <numerusform>%1: %Ln Zellen, die sichersten Fehler zuerst</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln cell(s), the least sure first</source>
        <translation>
            <numerusform>%1: %Ln Zelle, die unsichersten zuerst</numerusform>
            <numerusform>%1: %Ln Zellen, die unsichersten zuerst</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AuditPanel</name>
    <message>
        <source>Lines of the audit trail, newest first</source>
        <translation>Zeilen des Änderungsprotokolls, die neueste zuerst</translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln Zeile</numerusform>
            <numerusform>%Ln Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln line(s)</source>
        <translation>
            <numerusform>%1 von %Ln Zeile</numerusform>
            <numerusform>%1 von %Ln Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Search: person, date, action, value</source>
        <translation>Suchen: Person, Datum, Vorgang, Wert</translation>
    </message>
    <message>
        <source>Search the audit trail</source>
        <translation>Das Änderungsprotokoll durchsuchen</translation>
    </message>
    <message>
        <source>Only the chosen patient</source>
        <translation>Nur der gewählte Patient</translation>
    </message>
    <message>
        <source>Show the lines about the patient that is chosen in the list, and about the sessions of that patient</source>
        <translation>Die Zeilen über den Patienten zeigen, der in der Liste gewählt ist, und über dessen Sitzungen</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Check every line of the trail and every cell against it</source>
        <translation>Jede Zeile des Änderungsprotokolls prüfen und jede Zelle gegen das Änderungsprotokoll</translation>
    </message>
    <message>
        <source>Back up now…</source>
        <translation>Jetzt sichern…</translation>
    </message>
    <message>
        <source>Write a checked copy of the whole case store into a file; work goes on meanwhile</source>
        <translation>Eine geprüfte Kopie des ganzen Fallspeichers in eine Datei schreiben; die Arbeit geht dabei weiter</translation>
    </message>
    <message>
        <source>Reading the audit trail</source>
        <translation>Das Änderungsprotokoll wird gelesen</translation>
    </message>
    <message>
        <source>The audit trail could not be read.</source>
        <translation>Das Änderungsprotokoll konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>SHA-256 of this line: %1</source>
        <translation>SHA-256 dieser Zeile: %1</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Vorgang</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Betrifft</translation>
    </message>
    <message>
        <source>Old and new value</source>
        <translation>Alter und neuer Wert</translation>
    </message>
    <message>
        <source>The newest lines are shown; all are verified.</source>
        <translation>Die neuesten Zeilen werden gezeigt; geprüft werden alle.</translation>
    </message>
    <message>
        <source>Verifying the audit trail</source>
        <translation>Das Änderungsprotokoll wird geprüft</translation>
    </message>
    <message>
        <source>The audit trail could not be verified.</source>
        <translation>Das Änderungsprotokoll konnte nicht geprüft werden.</translation>
    </message>
    <message>
        <source>The case store could not be backed up.</source>
        <translation>Der Fallspeicher konnte nicht gesichert werden.</translation>
    </message>
    <message>
        <source>Back up the case store</source>
        <translation>Den Fallspeicher sichern</translation>
    </message>
    <message>
        <source>Case files (*.leukocases)</source>
        <translation>Falldateien (*.leukocases)</translation>
    </message>
    <message>
        <source>Backing up the case store</source>
        <translation>Der Fallspeicher wird gesichert</translation>
    </message>
    <message>
        <source>The case store was backed up and the copy checked: %1. To restore it, choose this file as the case store in Settings.</source>
        <translation>Der Fallspeicher wurde gesichert und die Kopie geprüft: %1. Um sie wiederherzustellen, wählen Sie diese Datei in den Einstellungen als Fallspeicher.</translation>
    </message>
    <message>
        <source>Copy to server…</source>
        <translation>Auf Server kopieren…</translation>
    </message>
    <message>
        <source>The cases are on a server already; Back up now writes them into a file</source>
        <translation>Die Fälle sind schon auf einem Server; „Jetzt sichern“ schreibt sie in eine Datei</translation>
    </message>
    <message>
        <source>Copy the whole case store into an empty database on a PostgreSQL server</source>
        <translation>Den ganzen Fallspeicher in eine leere Datenbank auf einem PostgreSQL-Server kopieren</translation>
    </message>
    <message>
        <source>Words that are part of a line, in any order</source>
        <translation>Wörter, die in einer Zeile vorkommen, in beliebiger Reihenfolge</translation>
    </message>
    <message>
        <source>The case store was backed up as it is: %1. It has been altered outside of the program; Verify says where. Keep older backups.</source>
        <translation>Der Fallspeicher wurde so gesichert, wie er ist: %1. Er wurde außerhalb des Programms verändert; Prüfen sagt, wo. Behalten Sie ältere Sicherungen.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AugmentationPanel</name>
    <message>
        <source>Random changes</source>
        <translation>Zufällige Änderungen</translation>
    </message>
    <message>
        <source>Change cells at random while training</source>
        <translation>Zellen beim Training zufällig ändern</translation>
    </message>
    <message>
        <source>A network that sees each cell a little differently every time learns what they have in common</source>
        <translation>Ein Netz, das jede Zelle jedes Mal etwas anders sieht, lernt, was sie gemeinsam haben</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Every value times a factor from this range</source>
        <translation>Jeder Wert mal einem Faktor aus diesem Bereich</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Distance from the picture&apos;s mean grey times a factor from this range</source>
        <translation>Abstand vom mittleren Grau des Bildes mal einem Faktor aus diesem Bereich</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Sättigung</translation>
    </message>
    <message>
        <source>Distance from each pixel&apos;s grey times a factor from this range</source>
        <translation>Abstand vom Grau jedes Pixels mal einem Faktor aus diesem Bereich</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Every value to the power of an exponent from this range</source>
        <translation>Jeder Wert hoch einem Exponenten aus diesem Bereich</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Spiegeln</translation>
    </message>
    <message>
        <source>Cells have no left and right</source>
        <translation>Zellen haben kein Links und Rechts</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Drehen</translation>
    </message>
    <message>
        <source>Cells have no up</source>
        <translation>Zellen haben kein Oben</translation>
    </message>
    <message>
        <source>Largest angle</source>
        <translation>Größter Winkel</translation>
    </message>
    <message>
        <source>Largest angle, either way</source>
        <translation>Größter Winkel, in beide Richtungen</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>Standardwerte</translation>
    </message>
    <message>
        <source>The ranges that the program comes with</source>
        <translation>Die Bereiche, mit denen das Programm ausgeliefert wird</translation>
    </message>
    <message>
        <source>Train uses what is set here. In Train, under Augmentation, ranges can be typed.</source>
        <translation>Das Training verwendet, was hier eingestellt ist. Unter Training, Augmentierung, lassen sich Bereiche eintippen.</translation>
    </message>
    <message>
        <source>Draw again</source>
        <translation>Neu ziehen</translation>
    </message>
    <message>
        <source>Other changes of the same cell, as in another step of a training</source>
        <translation>Andere Änderungen derselben Zelle, wie in einem anderen Trainingsschritt</translation>
    </message>
    <message>
        <source>Another cell</source>
        <translation>Andere Zelle</translation>
    </message>
    <message>
        <source>The same changes of another cell</source>
        <translation>Dieselben Änderungen an einer anderen Zelle</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>subject %1</source>
        <translation>Person %1</translation>
    </message>
    <message>
        <source>Drawing samples</source>
        <translation>Beispiele werden gezeichnet</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AugmentationView</name>
    <message>
        <source>A cell before and after random changes</source>
        <translation>Eine Zelle vor und nach zufälligen Änderungen</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>Wie sie ist</translation>
    </message>
    <message>
        <source>As training shows it</source>
        <translation>Wie das Training sie zeigt</translation>
    </message>
    <message>
        <source>Brought to one stain</source>
        <translation>Färbung angeglichen</translation>
    </message>
    <message>
        <source>As it is: too little stain</source>
        <translation>Unverändert: zu wenig Färbung</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AutomaticCopies</name>
    <message>
        <source>Opening the case store</source>
        <translation>Fallspeicher wird geöffnet</translation>
    </message>
    <message>
        <source>Copying the case file</source>
        <translation>Falldatei wird kopiert</translation>
    </message>
    <message>
        <source>The daily copy of the case file could not be made. Make one yourself: Cases, Audit trail, Back up now.</source>
        <translation>Die tägliche Kopie der Falldatei konnte nicht angelegt werden. Legen Sie selbst eine an: „Fälle“, „Änderungsprotokoll“, „Jetzt sichern“.</translation>
    </message>
    <message>
        <source>The case file has been altered outside of the program. Its daily copies are all kept from now on.</source>
        <translation>Die Falldatei wurde außerhalb des Programms verändert. Ihre täglichen Kopien werden von jetzt an alle behalten.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::BinList</name>
    <message>
        <source>Drag cells here</source>
        <translation>Zellen hierher ziehen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::BinView</name>
    <message>
        <source>Cells in %1</source>
        <translation>Zellen in %1</translation>
    </message>
    <message>
        <source>Press %1 to move the selected cells here</source>
        <translation>%1 drücken, um die gewählten Zellen hierher zu verschieben</translation>
    </message>
    <message>
        <source>Cells in this bin</source>
        <translation>Zellen in diesem Fach</translation>
    </message>
    <message>
        <source>%1: %2 of %3 cells</source>
        <translation>%1: %2 von %3 Zellen</translation>
    </message>
    <message>
        <source>Every cell is decided</source>
        <translation>Über jede Zelle ist entschieden</translation>
    </message>
    <message>
        <source>Drag cells here to leave them out of the counts (X)</source>
        <translation>Ziehen Sie Zellen hierher, die nicht zählen sollen (X)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>cells of a bin that a filter shows, and all of the bin</extracomment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Share of the identified cells</source>
        <translation>Anteil an den bestimmten Zellen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CalibrationPage</name>
    <message>
        <source>Which probabilities</source>
        <translation>Welche Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>Test cells, all folds</source>
        <translation>Testzellen, alle Folds</translation>
    </message>
    <message>
        <source>Temperature of each fold</source>
        <translation>Temperatur jedes Folds</translation>
    </message>
    <message>
        <source>Of the answer: the most probable class</source>
        <translation>Der Antwort: die wahrscheinlichste Klasse</translation>
    </message>
    <message>
        <source>Of the positive class: %1</source>
        <translation>Der positiven Klasse: %1</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>As trained</source>
        <translation>Wie trainiert</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>With temperature</source>
        <translation>Mit Temperatur</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Validation
cells</source>
        <translation>Zellen der
Validierung</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>By the protocol paper the validation cells are the test cells: nothing is left to fit a temperature on.</source>
        <translation>Beim Protokoll „Paper“ sind die Validierungszellen die Testzellen: Es bleibt nichts, woran sich eine Temperatur anpassen ließe.</translation>
    </message>
    <message>
        <source>This run did not keep its answers for the validation cells. “Answer anew” makes them from its data.</source>
        <translation>Dieser Lauf hat seine Antworten für die Validierungszellen nicht behalten. „Neu antworten“ erstellt sie aus seinen Daten.</translation>
    </message>
    <message>
        <source>One number divides the logits of each fold&apos;s network: above 1 it was too sure, below 1 not sure enough. It is fitted on the fold&apos;s validation cells; the figures above are of test cells, which had no part in it. With few validation subjects it may make things worse: compare both columns before locking it.</source>
        <translation>Eine Zahl teilt die Logits des Netzes jedes Folds: Über 1 war es zu sicher, unter 1 nicht sicher genug. Sie wird an den Validierungszellen des Folds angepasst; die Kennzahlen oben gelten für Testzellen, die daran nicht beteiligt waren. Bei wenigen Validierungspersonen kann sie das Ergebnis verschlechtern: Vergleichen Sie beide Spalten, bevor Sie sie festlegen.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CaseBar</name>
    <message>
        <source>Unnamed</source>
        <translation>Ohne Namen</translation>
    </message>
    <message>
        <source>Open a case, the last changed first</source>
        <translation>Fall öffnen, zuletzt geänderte zuerst</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Fall</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>Neuer Fall</translation>
    </message>
    <message>
        <source>Start an empty case; this one stays saved</source>
        <translation>Leeren Fall beginnen; dieser bleibt gespeichert</translation>
    </message>
    <message>
        <source>Patient&apos;s name or number</source>
        <translation>Name oder Nummer des Patienten</translation>
    </message>
    <message>
        <source>Patient&apos;s name or number, printed on the report; saved as soon as you leave the field</source>
        <translation>Name oder Nummer des Patienten, steht auf dem Bericht; gespeichert, sobald Sie das Feld verlassen</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Bericht…</translation>
    </message>
    <message>
        <source>Choose model…</source>
        <translation>Modell wählen…</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Modell wird geladen…</translation>
    </message>
    <message>
        <source>Model cannot be used</source>
        <translation>Modell nicht nutzbar</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>a case in the list: name, day of the last change</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1
Cells: %2
Last changed: %3</source>
        <translation>%1
Zellen: %2
Zuletzt geändert: %3</translation>
    </message>
    <message>
        <source>Show the report of this case, to save it as PDF or to print it</source>
        <translation>Den Bericht dieses Falls zeigen, um ihn als PDF zu speichern oder zu drucken</translation>
    </message>
    <message>
        <source>Choose the model that classifies the cells</source>
        <translation>Das Modell wählen, das die Zellen klassifiziert</translation>
    </message>
    <message>
        <source>Model: %1
%2
SHA-256 %3
Click for the list of models</source>
        <translation>Modell: %1
%2
SHA-256 %3
Klicken für die Liste der Modelle</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CaseExports</name>
    <message>
        <source>Export as CSV</source>
        <translation>Als CSV exportieren</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Export as JSON</source>
        <translation>Als JSON exportieren</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Export as FHIR R4</source>
        <translation>Als FHIR R4 exportieren</translation>
    </message>
    <message>
        <source>FHIR bundle (*.json)</source>
        <translation>FHIR-Bündel (*.json)</translation>
    </message>
    <message>
        <source>Export as HL7 v2</source>
        <translation>Als HL7 v2 exportieren</translation>
    </message>
    <message>
        <source>HL7 message (*.hl7)</source>
        <translation>HL7-Nachricht (*.hl7)</translation>
    </message>
    <message>
        <source>De-identified</source>
        <translation>Ohne Personenbezug</translation>
    </message>
    <message>
        <source>A code in place of the name or number, days in place of dates, no notes, no names of people</source>
        <translation>Ein Code statt des Namens oder der Nummer, Tage statt Daten, keine Notizen, keine Namen von Personen</translation>
    </message>
    <message>
        <source>The chosen session with its cells, facts and signatures</source>
        <translation>Die gewählte Sitzung mit ihren Zellen, Angaben und Signaturen</translation>
    </message>
    <message>
        <source>PDF report…</source>
        <translation>PDF-Bericht…</translation>
    </message>
    <message>
        <source>Look at the report of the chosen session, save or print it</source>
        <translation>Den Bericht der gewählten Sitzung ansehen, speichern oder drucken</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>The chosen session, a row a cell</source>
        <translation>Die gewählte Sitzung, eine Zeile je Zelle</translation>
    </message>
    <message>
        <source>JSON…</source>
        <translation>JSON…</translation>
    </message>
    <message>
        <source>FHIR R4…</source>
        <translation>FHIR R4…</translation>
    </message>
    <message>
        <source>HL7 v2.5.1…</source>
        <translation>HL7 v2.5.1…</translation>
    </message>
    <message>
        <source>All sessions with their pictures and audit trail; Import opens it on another computer</source>
        <translation>Alle Sitzungen mit ihren Bildern und dem Änderungsprotokoll; „Importieren“ öffnet ihn auf einem anderen Computer</translation>
    </message>
    <message>
        <source>Reading the session</source>
        <translation>Die Sitzung wird gelesen</translation>
    </message>
    <message>
        <source>The session could not be read.</source>
        <translation>Die Sitzung konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The report was saved: %1</source>
        <translation>Der Bericht wurde gespeichert: %1</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Wird exportiert</translation>
    </message>
    <message>
        <source>The session was not exported.</source>
        <translation>Die Sitzung wurde nicht exportiert.</translation>
    </message>
    <message>
        <source>The session was exported: %1</source>
        <translation>Die Sitzung wurde exportiert: %1</translation>
    </message>
    <message>
        <source>Export the whole case</source>
        <translation>Den ganzen Fall exportieren</translation>
    </message>
    <message>
        <source>Exporting the case</source>
        <translation>Der Fall wird exportiert</translation>
    </message>
    <message>
        <source>The case was not exported.</source>
        <translation>Der Fall wurde nicht exportiert.</translation>
    </message>
    <message>
        <source>The case was exported: %1. Sessions: %2, cells: %3, pictures: %4.</source>
        <translation>Der Fall wurde exportiert: %1. Sitzungen: %2, Zellen: %3, Bilder: %4.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) could not be read and are not in it, the first: %1</source>
        <translation>
            <numerusform>%Ln Bild konnte nicht gelesen werden und ist nicht darin: %1</numerusform>
            <numerusform>%Ln Bilder konnten nicht gelesen werden und sind nicht darin, das erste: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Import a case</source>
        <translation>Einen Fall importieren</translation>
    </message>
    <message>
        <source>Importing the case</source>
        <translation>Der Fall wird importiert</translation>
    </message>
    <message>
        <source>Add to the patient?</source>
        <translation>Zum Patienten hinzufügen?</translation>
    </message>
    <message>
        <source>There is a patient of that name or number already. The sessions can join that patient; what stands there stays as it is.</source>
        <translation>Es gibt schon einen Patienten mit diesem Namen oder dieser Nummer. Die Sitzungen können zu ihm kommen; was dort steht, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Add sessions</source>
        <translation>Sitzungen hinzufügen</translation>
    </message>
    <message>
        <source>The case was not imported.</source>
        <translation>Der Fall wurde nicht importiert.</translation>
    </message>
    <message>
        <source>The case was imported. Sessions: %1, cells: %2, pictures: %3. Its sessions are open; signatures hold where they were given.</source>
        <translation>Der Fall wurde importiert. Sitzungen: %1, Zellen: %2, Bilder: %3. Seine Sitzungen sind offen; Signaturen gelten dort, wo sie gegeben wurden.</translation>
    </message>
    <message>
        <source>Whole case…</source>
        <translation>Ganzer Fall…</translation>
    </message>
    <message>
        <source>Whole cases (*.leukocase)</source>
        <translation>Ganze Fälle (*.leukocase)</translation>
    </message>
    <message>
        <source>Whole cases (*.leukocase *.zip)</source>
        <translation>Ganze Fälle (*.leukocase *.zip)</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CaseWriter</name>
    <message>
        <source>Saving</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Opening the case store</source>
        <translation>Fallspeicher wird geöffnet</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CasesSession</name>
    <message>
        <source>Reading the list of patients</source>
        <translation>Die Liste der Patienten wird gelesen</translation>
    </message>
    <message>
        <source>The list of patients could not be read.</source>
        <translation>Die Liste der Patienten konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Opening the patient</source>
        <translation>Der Patient wird geöffnet</translation>
    </message>
    <message>
        <source>The patient could not be opened.</source>
        <translation>Der Patient konnte nicht geöffnet werden.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CasesWorkspace</name>
    <message>
        <source>Patients</source>
        <translation>Patienten</translation>
    </message>
    <message>
        <source>Audit trail</source>
        <translation>Änderungsprotokoll</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>Fälle</translation>
    </message>
    <message>
        <source>No patients yet</source>
        <translation>Noch keine Patienten</translation>
    </message>
    <message>
        <source>Patients appear here as soon as cells are classified: drop pictures on Classify, and give the case a name or number.</source>
        <translation>Patienten erscheinen hier, sobald Zellen klassifiziert sind: Ziehen Sie Bilder auf „Klassifizieren“, und geben Sie dem Fall einen Namen oder eine Nummer.</translation>
    </message>
    <message>
        <source>Go to Classify</source>
        <translation>Zu „Klassifizieren“</translation>
    </message>
    <message>
        <source>Classify cells of a first patient</source>
        <translation>Zellen eines ersten Patienten klassifizieren</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Open a whole case that was exported on another computer</source>
        <translation>Einen ganzen Fall öffnen, der auf einem anderen Computer exportiert wurde</translation>
    </message>
    <message>
        <source>This patient has no session yet: classify cells under the same name or number.</source>
        <translation>Dieser Patient hat noch keine Sitzung: Klassifizieren Sie Zellen unter demselben Namen oder derselben Nummer.</translation>
    </message>
    <message>
        <source>The figure could not be saved</source>
        <translation>Die Abbildung konnte nicht gespeichert werden</translation>
    </message>
    <message>
        <source>The figure was saved: %1</source>
        <translation>Die Abbildung wurde gespeichert: %1</translation>
    </message>
    <message>
        <source>The case store is not open</source>
        <translation>Der Fallspeicher ist nicht geöffnet</translation>
    </message>
    <message>
        <source>It is on a server that asks for a password. Until then nothing of cases can be shown or saved.</source>
        <translation>Er ist auf einem Server, der ein Passwort verlangt. Bis dahin können keine Fälle gezeigt oder gespeichert werden.</translation>
    </message>
    <message>
        <source>Type the password…</source>
        <translation>Passwort eingeben…</translation>
    </message>
    <message>
        <source>Connect to the server of the case store</source>
        <translation>Mit dem Server des Fallspeichers verbinden</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CellDelegate</name>
    <message>
        <source>Picture not found</source>
        <translation>Bild nicht gefunden</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CellFacts</name>
    <message>
        <source>size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>share of the picture that is cell</source>
        <translation>Anteil der Zelle am Bild</translation>
    </message>
    <message>
        <source>sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>lightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>colour, green to red</source>
        <translation>Farbe, grün bis rot</translation>
    </message>
    <message>
        <source>colour, blue to yellow</source>
        <translation>Farbe, blau bis gelb</translation>
    </message>
    <message>
        <source>contrast of lightness</source>
        <translation>Helligkeitskontrast</translation>
    </message>
    <message>
        <source>contrast of green and red</source>
        <translation>Kontrast von Grün und Rot</translation>
    </message>
    <message>
        <source>contrast of blue and yellow</source>
        <translation>Kontrast von Blau und Gelb</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Originally</source>
        <translation>Ursprünglich</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>Variance of the Laplacian inside the cell: higher is sharper. Compare only pictures of one magnification.</source>
        <translation>Varianz des Laplace-Filters in der Zelle: höher ist schärfer. Nur bei gleicher Vergrößerung vergleichbar.</translation>
    </message>
    <message>
        <source>Stain L* a* b*</source>
        <translation>Färbung L* a* b*</translation>
    </message>
    <message>
        <source>Mean colour of the cell in CIE L*a*b*: lightness, green to red, blue to yellow</source>
        <translation>Mittlere Farbe der Zelle in CIE L*a*b*: Helligkeit, grün bis rot, blau bis gelb</translation>
    </message>
    <message>
        <source>Unlike others</source>
        <translation>Auffälligkeit</translation>
    </message>
    <message>
        <source>Distance from the middle of all cells, in robust standard deviations; above 6 it is worth a look</source>
        <translation>Abstand von der Mitte aller Zellen in robusten Standardabweichungen; über 6 lohnt ein Blick</translation>
    </message>
    <message>
        <source>%1, by its %2</source>
        <comment>distance, feature</comment>
        <translation>%1, wegen: %2</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source>Select a cell to see it here enlarged.</source>
        <translation>Wählen Sie eine Zelle, um sie hier groß zu sehen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s) selected</source>
        <translation>
            <numerusform>%Ln Zelle gewählt</numerusform>
            <numerusform>%Ln Zellen gewählt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CellModel</name>
    <message>
        <source>Model: %1, %2</source>
        <translation>Modell: %1, %2</translation>
    </message>
    <message>
        <source>Corrected to: %1</source>
        <translation>Korrigiert zu: %1</translation>
    </message>
    <message>
        <source>Excluded from all counts</source>
        <translation>Von allen Zählungen ausgeschlossen</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>Markiert</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CellReasons</name>
    <message>
        <source>Follows when the cells are classified…</source>
        <translation>Folgt, sobald die Zellen klassifiziert sind…</translation>
    </message>
    <message>
        <source>Asking the model…</source>
        <translation>Das Modell wird gefragt…</translation>
    </message>
    <message>
        <source>Choose the model that classified this cell.</source>
        <translation>Wählen Sie das Modell, das diese Zelle klassifiziert hat.</translation>
    </message>
    <message>
        <source>Another model classified this cell. Choose that one to see its reasons.</source>
        <translation>Ein anderes Modell hat diese Zelle klassifiziert. Wählen Sie jenes, um seine Gründe zu sehen.</translation>
    </message>
    <message>
        <source>Nothing in the picture speaks for %1.</source>
        <translation>Nichts im Bild spricht für %1.</translation>
    </message>
    <message>
        <source>Yellow speaks the most for %1.</source>
        <translation>Gelb spricht am meisten für %1.</translation>
    </message>
    <message>
        <source>Yellow speaks the most for %1, as the chosen fold alone sees it.</source>
        <translation>Gelb spricht am meisten für %1, so wie der gewählte Fold allein es sieht.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CellsPage</name>
    <message>
        <source>Subjects</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Whose cells are shown</source>
        <translation>Wessen Zellen gezeigt werden</translation>
    </message>
    <message>
        <source>Which cells</source>
        <translation>Welche Zellen</translation>
    </message>
    <message>
        <source>Which cells are shown</source>
        <translation>Welche Zellen gezeigt werden</translation>
    </message>
    <message>
        <source>Unlike others first</source>
        <translation>Auffällige zuerst</translation>
    </message>
    <message>
        <source>Begin with cells whose size, sharpness or colour is far from all others&apos;</source>
        <translation>Mit Zellen beginnen, deren Größe, Schärfe oder Farbe weit von allen anderen abweicht</translation>
    </message>
    <message>
        <source>Label as</source>
        <translation>Label ändern</translation>
    </message>
    <message>
        <source>Give the selected cells another label; the original one is kept (keys 1 to 9)</source>
        <translation>Den gewählten Zellen ein anderes Label geben; das ursprüngliche bleibt erhalten (Tasten 1 bis 9)</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Do not train or test on the selected cells; the files stay (Delete)</source>
        <translation>Mit den gewählten Zellen weder trainieren noch testen; die Dateien bleiben (Entf)</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Give the selected cells back the label that their folder says</source>
        <translation>Den gewählten Zellen das Label ihres Ordners zurückgeben</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>No such cells</source>
        <translation>Keine solchen Zellen</translation>
    </message>
    <message>
        <source>All subjects</source>
        <translation>Alle Personen</translation>
    </message>
    <message>
        <source>All cells</source>
        <translation>Alle Zellen</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>Alle Klassen</translation>
    </message>
    <message>
        <source>Relabelled</source>
        <translation>Label geändert</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Label as %1</source>
        <translation>Label ändern in %1</translation>
    </message>
    <message>
        <source>Reason, for the record of the run:</source>
        <translation>Grund, fürs Protokoll des Laufs:</translation>
    </message>
    <message>
        <source>wrong label</source>
        <translation>falsches Label</translation>
    </message>
    <message>
        <source>reviewed by a second person</source>
        <translation>von einer zweiten Person geprüft</translation>
    </message>
    <message>
        <source>other cell type</source>
        <translation>anderer Zelltyp</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message numerus="yes">
        <source>Leave out %Ln cell(s)</source>
        <translation>
            <numerusform>%Ln Zelle auslassen</numerusform>
            <numerusform>%Ln Zellen auslassen</numerusform>
        </translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>unscharf</translation>
    </message>
    <message>
        <source>not one whole cell</source>
        <translation>nicht eine ganze Zelle</translation>
    </message>
    <message>
        <source>label not certain</source>
        <translation>Label nicht sicher</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>Duplikat</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ClassNaming</name>
    <message>
        <source>Name its classes, to classify with it</source>
        <translation>Seine Klassen benennen, um damit zu klassifizieren</translation>
    </message>
    <message>
        <source>Ask who made the file for the order of the classes: nothing in it tells</source>
        <translation>Fragen Sie nach der Reihenfolge der Klassen, wer die Datei gemacht hat: Nichts in ihr sagt es</translation>
    </message>
    <message>
        <source>Leave the last layer out: only a starting point for training</source>
        <translation>Die letzte Schicht weglassen: nur ein Ausgangspunkt fürs Training</translation>
    </message>
    <message>
        <source>The layers before it are kept; training gives a new last layer</source>
        <translation>Die Schichten davor bleiben; das Training gibt eine neue letzte Schicht</translation>
    </message>
    <message>
        <source>None of them is a leukemic blast</source>
        <translation>Keine davon ist ein leukämischer Blast</translation>
    </message>
    <message>
        <source>Output %1</source>
        <translation>Ausgang %1</translation>
    </message>
    <message>
        <source>name of the class</source>
        <translation>Name der Klasse</translation>
    </message>
    <message>
        <source>Name of the class that this output stands for, e.g. all or hem</source>
        <translation>Name der Klasse, für die dieser Ausgang steht, z. B. all oder hem</translation>
    </message>
    <message>
        <source>is the blast</source>
        <translation>ist der Blast</translation>
    </message>
    <message>
        <source>This class is the leukemic blast</source>
        <translation>Diese Klasse ist der leukämische Blast</translation>
    </message>
    <message>
        <source>%1 is the blast</source>
        <translation>%1 ist der Blast</translation>
    </message>
    <message>
        <source>Give each output the name of its class.</source>
        <translation>Geben Sie jedem Ausgang den Namen seiner Klasse.</translation>
    </message>
    <message>
        <source>Two classes cannot have the same name: %1.</source>
        <translation>Zwei Klassen können nicht denselben Namen haben: %1.</translation>
    </message>
    <message>
        <source>Say which class is the leukemic blast, or that none is.</source>
        <translation>Sagen Sie, welche Klasse der leukämische Blast ist, oder dass es keine ist.</translation>
    </message>
    <message>
        <source>“%1” means leukemic blast: mark it, or give the class another name.</source>
        <translation>„%1“ heißt leukämischer Blast: Markieren Sie die Klasse so, oder nennen Sie sie anders.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ClassifyProgress</name>
    <message>
        <source>Progress of classifying</source>
        <translation>Fortschritt des Klassifizierens</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop classifying; cells classified so far stay</source>
        <translation>Klassifizieren anhalten; schon klassifizierte Zellen bleiben</translation>
    </message>
    <message>
        <source>Classifying cells</source>
        <translation>Zellen werden klassifiziert</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1: %2 von %3</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ClassifySession</name>
    <message>
        <source>Opening the case</source>
        <translation>Fall wird geöffnet</translation>
    </message>
    <message>
        <source>The case could not be opened.</source>
        <translation>Der Fall konnte nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>Reading the list of cases</source>
        <translation>Liste der Fälle wird gelesen</translation>
    </message>
    <message>
        <source>The list of cases could not be read.</source>
        <translation>Die Liste der Fälle konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>Classifying</source>
        <translation>Zellen werden klassifiziert</translation>
    </message>
    <message>
        <source>No picture was found there. BMP, PNG, JPEG, TIFF and WebP files are read.</source>
        <translation>Dort wurde kein Bild gefunden. Gelesen werden BMP-, PNG-, JPEG-, TIFF- und WebP-Dateien.</translation>
    </message>
    <message>
        <source>Stopped. Cells classified so far: %1. Drop the rest again to go on.</source>
        <translation>Angehalten. Bisher klassifizierte Zellen: %1. Ziehen Sie die übrigen erneut herein, um fortzufahren.</translation>
    </message>
    <message>
        <source>Classifying broke off. Cells classified so far: %1.</source>
        <translation>Das Klassifizieren brach ab. Bisher klassifizierte Zellen: %1.</translation>
    </message>
    <message>
        <source>Reading the history</source>
        <translation>Verlauf wird gelesen</translation>
    </message>
    <message>
        <source>The last change could not be saved and was taken back. Shown is what the case file holds.</source>
        <translation>Die letzte Änderung konnte nicht gespeichert werden und wurde zurückgenommen. Gezeigt wird der Inhalt der Falldatei.</translation>
    </message>
    <message>
        <source>The colours of these pictures differ from those that the model was trained on. Look at the answers before you trust them.</source>
        <translation>Die Farben dieser Bilder weichen von denen ab, mit denen das Modell trainiert wurde. Prüfen Sie die Antworten, bevor Sie ihnen vertrauen.</translation>
    </message>
    <message>
        <source>The colours of these pictures are foreign to the model: another stain, camera or cut. Its answers may be wrong.</source>
        <translation>Die Farben dieser Bilder sind dem Modell fremd: andere Färbung, Kamera oder anderer Ausschnitt. Seine Antworten können falsch sein.</translation>
    </message>
    <message>
        <source>Finish or leave the second reading first.</source>
        <translation>Schließen Sie zuerst die Zweitbeurteilung ab oder verlassen Sie sie.</translation>
    </message>
    <message>
        <source>This case is signed. Reopen it to change it.</source>
        <translation>Dieser Fall ist signiert. Öffnen Sie ihn wieder, um ihn zu ändern.</translation>
    </message>
    <message>
        <source>This case is being changed elsewhere. You can view it here, but not change it.</source>
        <translation>Dieser Fall wird gerade anderswo geändert. Hier kann er nur angesehen werden.</translation>
    </message>
    <message>
        <source>Move cell to %1</source>
        <extracomment>%1 is a class</extracomment>
        <translation>Zelle nach %1 verschieben</translation>
    </message>
    <message>
        <source>Move %1 cells to %2</source>
        <translation>%1 Zellen nach %2 verschieben</translation>
    </message>
    <message>
        <source>The model&apos;s answer is hidden: choose a class by its number.</source>
        <translation>Die Antwort des Modells ist verborgen: wählen Sie eine Klasse über ihre Nummer.</translation>
    </message>
    <message>
        <source>Confirm cell</source>
        <translation>Zelle bestätigen</translation>
    </message>
    <message>
        <source>Confirm %1 cells</source>
        <translation>%1 Zellen bestätigen</translation>
    </message>
    <message>
        <source>Exclude cell</source>
        <translation>Zelle ausschließen</translation>
    </message>
    <message>
        <source>Exclude %1 cells</source>
        <translation>%1 Zellen ausschließen</translation>
    </message>
    <message>
        <source>Include cell</source>
        <translation>Zelle einbeziehen</translation>
    </message>
    <message>
        <source>Include %1 cells</source>
        <translation>%1 Zellen einbeziehen</translation>
    </message>
    <message>
        <source>A second reading has no marks.</source>
        <translation>Eine Zweitbeurteilung hat keine Markierungen.</translation>
    </message>
    <message>
        <source>Mark cell</source>
        <translation>Zelle markieren</translation>
    </message>
    <message>
        <source>Take mark off cell</source>
        <translation>Markierung der Zelle entfernen</translation>
    </message>
    <message>
        <source>Mark %1 cells</source>
        <translation>%1 Zellen markieren</translation>
    </message>
    <message>
        <source>Take marks off %1 cells</source>
        <translation>Markierung von %1 Zellen entfernen</translation>
    </message>
    <message>
        <source>Wait until all cells are classified.</source>
        <translation>Warten Sie, bis alle Zellen da sind.</translation>
    </message>
    <message>
        <source>This case is being changed elsewhere.</source>
        <translation>Dieser Fall wird gerade anderswo geändert.</translation>
    </message>
    <message>
        <source>The case has no cells: there is nothing to sign.</source>
        <translation>Es gibt keine Zelle, für die signiert werden könnte.</translation>
    </message>
    <message>
        <source>Cells in Unidentified that nobody has reviewed: %1. Decide or confirm them first.</source>
        <translation>Ungeprüfte Zellen in „Nicht bestimmt“: %1. Entscheiden Sie zuerst über sie oder bestätigen Sie sie.</translation>
    </message>
    <message>
        <source>Signing</source>
        <translation>Fall wird signiert</translation>
    </message>
    <message>
        <source>The case could not be signed.</source>
        <translation>Der Fall konnte nicht signiert werden.</translation>
    </message>
    <message>
        <source>Reopening</source>
        <translation>Fall wird wieder geöffnet</translation>
    </message>
    <message>
        <source>The case could not be reopened.</source>
        <translation>Der Fall konnte nicht wieder geöffnet werden.</translation>
    </message>
    <message>
        <source>Opening the second reading</source>
        <translation>Zweitbeurteilung wird geöffnet</translation>
    </message>
    <message>
        <source>The second reading could not be opened.</source>
        <translation>Die Zweitbeurteilung konnte nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>Finishing the second reading</source>
        <translation>Zweitbeurteilung wird abgeschlossen</translation>
    </message>
    <message>
        <source>The second reading could not be finished.</source>
        <translation>Die Zweitbeurteilung konnte nicht abgeschlossen werden.</translation>
    </message>
    <message>
        <source>The second reading is finished. Review → Agreement compares it.</source>
        <translation>Die Zweitbeurteilung ist abgeschlossen. Prüfung → Übereinstimmung vergleicht sie.</translation>
    </message>
    <message>
        <source>Remove cell</source>
        <translation>Zelle entfernen</translation>
    </message>
    <message>
        <source>Remove %1 cells</source>
        <translation>%1 Zellen entfernen</translation>
    </message>
    <message>
        <source>Explaining an answer</source>
        <translation>Antwort wird erklärt</translation>
    </message>
    <message>
        <source>That is only a link, and this program fetches nothing. Copy the picture itself, or save it and drop the file.</source>
        <translation>Das ist nur ein Verweis, und dieses Programm ruft nichts ab. Kopieren Sie das Bild selbst, oder speichern Sie es und legen Sie die Datei hier ab.</translation>
    </message>
    <message>
        <source>Keeping pictures</source>
        <translation>Bilder werden aufbewahrt</translation>
    </message>
    <message>
        <source>The picture could not be taken over.</source>
        <translation>Das Bild konnte nicht übernommen werden.</translation>
    </message>
    <message>
        <source>They are taken in a moment.</source>
        <translation>Sie werden gleich übernommen.</translation>
    </message>
    <message>
        <source>They are taken once the second reading is left or finished.</source>
        <translation>Sie werden übernommen, sobald die Zweitbeurteilung verlassen oder abgeschlossen ist.</translation>
    </message>
    <message>
        <source>This case is signed: they are taken once it is reopened or another is opened.</source>
        <translation>Dieser Fall ist signiert: Sie werden übernommen, sobald er oder ein anderer geöffnet wird.</translation>
    </message>
    <message>
        <source>This case is being changed elsewhere: they are taken once another case is opened.</source>
        <translation>Dieser Fall wird gerade anderswo geändert: Sie werden übernommen, sobald ein anderer Fall geöffnet wird.</translation>
    </message>
    <message>
        <source>They are taken once a model is chosen that can be used.</source>
        <translation>Sie werden übernommen, sobald ein verwendbares Modell gewählt ist.</translation>
    </message>
    <message>
        <source>Finding images</source>
        <translation>Bilder werden gesucht</translation>
    </message>
    <message>
        <source>The case is being opened. Try again in a moment.</source>
        <translation>Der Fall wird gerade geöffnet. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Leave or finish the second reading first.</source>
        <translation>Verlassen oder beenden Sie zuerst die Zweitbefundung.</translation>
    </message>
    <message>
        <source>This case is signed. Reopen it, or open another.</source>
        <translation>Dieser Fall ist signiert. Öffnen Sie ihn wieder, oder öffnen Sie einen anderen.</translation>
    </message>
    <message>
        <source>This case is being changed elsewhere. Open another.</source>
        <translation>Dieser Fall wird anderswo bearbeitet. Öffnen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Whole fields of cells among them: %1. Each is one picture to the model: open them in Slides, where Find cells cuts them into their cells.</source>
        <translation>Darunter ganze Felder mit Zellen: %1. Für das Modell ist jedes ein einziges Bild: Öffnen Sie sie unter „Präparate“; dort zerlegt „Zellen finden“ sie in ihre Zellen.</translation>
    </message>
    <message>
        <source>Making small pictures</source>
        <translation>Kleine Bilder werden gemacht</translation>
    </message>
    <message>
        <source>Reading small pictures</source>
        <translation>Kleine Bilder werden gelesen</translation>
    </message>
    <message>
        <source>Only reviewers and administrators sign. Ask one of them.</source>
        <translation>Nur Befundung und Administration signieren. Fragen Sie dort.</translation>
    </message>
    <message>
        <source>You have signed this case. The second signature is another person&apos;s.</source>
        <translation>Sie haben diesen Fall signiert. Die zweite Signatur ist die einer anderen Person.</translation>
    </message>
    <message>
        <source>This is the sample case: they are taken once a case of your own is open.</source>
        <translation>Dies ist der Beispielfall: Sie werden übernommen, sobald ein eigener Fall offen ist.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ClassifyWorkspace</name>
    <message>
        <source>Classify</source>
        <translation>Klassifizieren</translation>
    </message>
    <message>
        <source>Drop cell images or a folder here</source>
        <translation>Ziehen Sie Zellbilder oder einen Ordner hierher</translation>
    </message>
    <message>
        <source>Each picture holds one white blood cell (BMP, PNG, JPEG, TIFF or WebP). It is classified on this computer and appears as a card you can correct.</source>
        <translation>Jedes Bild zeigt eine weiße Blutzelle (BMP, PNG, JPEG, TIFF oder WebP). Sie wird auf diesem Rechner klassifiziert und erscheint als Karte, die Sie korrigieren können.</translation>
    </message>
    <message>
        <source>Add images…</source>
        <translation>Bilder hinzufügen…</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Choose model…</source>
        <translation>Modell wählen…</translation>
    </message>
    <message>
        <source>Try demonstration cells</source>
        <translation>Vorführzellen ausprobieren</translation>
    </message>
    <message>
        <source>Make labelled cells drawn by the program, to train and classify with</source>
        <translation>Vom Programm gezeichnete, beschriftete Zellen zum Trainieren und Klassifizieren anlegen</translation>
    </message>
    <message>
        <source>Add images</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message>
        <source>Images (*.bmp *.png *.jpg *.jpeg *.tif *.tiff *.webp);;All files (*)</source>
        <translation>Bilder (*.bmp *.png *.jpg *.jpeg *.tif *.tiff *.webp);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Add a folder of images</source>
        <translation>Einen Ordner mit Bildern hinzufügen</translation>
    </message>
    <message>
        <source>Drop to classify</source>
        <translation>Loslassen zum Klassifizieren</translation>
    </message>
    <message>
        <source>Every cell is reviewed.</source>
        <translation>Jede Zelle ist geprüft.</translation>
    </message>
    <message>
        <source>Every cell that is shown is reviewed.</source>
        <translation>Jede gezeigte Zelle ist geprüft.</translation>
    </message>
    <message>
        <source>Select the cell that the others are to be compared with.</source>
        <translation>Wählen Sie die Zelle, mit der die anderen verglichen werden sollen.</translation>
    </message>
    <message>
        <source>This cell cannot be compared: the model kept no vector of it.</source>
        <translation>Das Modell hat von dieser Zelle keinen Vektor hinterlassen, mit dem sich andere vergleichen ließen.</translation>
    </message>
    <message>
        <source>Comparing readers</source>
        <translation>Beurteilungen werden verglichen</translation>
    </message>
    <message>
        <source>The readers could not be compared.</source>
        <translation>Die Beurteilungen konnten nicht verglichen werden.</translation>
    </message>
    <message>
        <source>Writing the list of reviewed cells</source>
        <translation>Liste der geprüften Zellen wird geschrieben</translation>
    </message>
    <message>
        <source>The list of reviewed cells could not be written.</source>
        <translation>Die Liste der geprüften Zellen konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Watch a folder that a camera program saves into</source>
        <translation>Einen Ordner beobachten, in den ein Kameraprogramm speichert</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard.</source>
        <translation>In der Zwischenablage ist kein Bild.</translation>
    </message>
    <message>
        <source>Reading the case</source>
        <translation>Fall wird gelesen</translation>
    </message>
    <message>
        <source>The report could not be made.</source>
        <translation>Der Bericht konnte nicht erstellt werden.</translation>
    </message>
    <message>
        <source>Leave the second reading first, then open another case.</source>
        <translation>Verlassen Sie zuerst die Zweitbefundung, dann öffnen Sie einen anderen Fall.</translation>
    </message>
    <message>
        <source>Choose image files</source>
        <translation>Bilddateien wählen</translation>
    </message>
    <message>
        <source>Choose a folder of images</source>
        <translation>Einen Ordner mit Bildern wählen</translation>
    </message>
    <message>
        <source>Open the list of models</source>
        <translation>Die Liste der Modelle öffnen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ColumnDialog</name>
    <message>
        <source>Columns of the table</source>
        <translation>Spalten der Tabelle</translation>
    </message>
    <message>
        <source>Which column says what?</source>
        <translation>Welche Spalte sagt was?</translation>
    </message>
    <message>
        <source>Open table</source>
        <translation>Tabelle öffnen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>No column says it</source>
        <translation>Keine Spalte sagt es</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>The file of the picture; its path counts from the table&apos;s folder</source>
        <translation>Die Bilddatei; ihr Pfad zählt vom Ordner der Tabelle aus</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>What the cell is, e.g. blast or normal</source>
        <translation>Was die Zelle ist, z. B. Blast oder normal</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Whose cell it is; without it, patients cannot be kept apart in training and test</source>
        <translation>Von wem die Zelle ist; ohne sie lassen sich Patienten in Training und Test nicht trennen</translation>
    </message>
    <message>
        <source>First rows of the table</source>
        <translation>Erste Zeilen der Tabelle</translation>
    </message>
    <message>
        <source>Refused: personal</source>
        <translation>Abgelehnt: persönlich</translation>
    </message>
    <message>
        <source>Not kept</source>
        <translation>Nicht behalten</translation>
    </message>
    <message>
        <source>Fact, as text</source>
        <translation>Angabe, als Text</translation>
    </message>
    <message>
        <source>Fact: %1</source>
        <translation>Angabe: %1</translation>
    </message>
    <message>
        <source>Choose the column that names the picture.</source>
        <translation>Wählen Sie die Spalte, die das Bild nennt.</translation>
    </message>
    <message>
        <source>Choose the column that says the class.</source>
        <translation>Wählen Sie die Spalte, die die Klasse sagt.</translation>
    </message>
    <message>
        <source>The column “%1” cannot say two things. Choose another one.</source>
        <translation>Die Spalte „%1“ kann nicht zweierlei sagen. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>The table has no whole row below its header.</source>
        <translation>Die Tabelle hat unter ihrer Kopfzeile keine ganze Zeile.</translation>
    </message>
    <message>
        <source>Without a subject, pictures of one patient may be in training and in test, and further columns are facts of nobody.</source>
        <translation>Ohne Person können Bilder eines Patienten im Training und im Test sein, und weitere Spalten sind Angaben von niemandem.</translation>
    </message>
    <message>
        <source>The column of the subject names a person. Use pseudonyms.</source>
        <translation>Die Spalte der Person nennt einen Namen. Verwenden Sie Pseudonyme.</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>Names or traces a person, so it is not kept: %1.</source>
        <translation>Nennt eine Person oder macht sie erkennbar und wird deshalb nicht behalten: %1.</translation>
    </message>
    <message>
        <source>Names or traces a person; it is not kept. Take it out of the table, and use pseudonyms and ages.</source>
        <translation>Nennt eine Person oder macht sie erkennbar; sie wird nicht behalten. Nehmen Sie sie aus der Tabelle, und verwenden Sie Pseudonyme und Alter.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ComparePage</name>
    <message>
        <source>Nothing to compare with yet</source>
        <translation>Noch nichts zum Vergleichen</translation>
    </message>
    <message>
        <source>Choose another run that was tested on the same subjects: figures are compared person by person.</source>
        <translation>Wählen Sie einen anderen Lauf, der an denselben Personen getestet wurde: Kennzahlen werden Person für Person verglichen.</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>Vergleichen mit…</translation>
    </message>
    <message>
        <source>Choose the folder of another run</source>
        <translation>Den Ordner eines anderen Laufs wählen</translation>
    </message>
    <message>
        <source>End comparison</source>
        <translation>Vergleich beenden</translation>
    </message>
    <message>
        <source>Take the other run&apos;s curves and figures away</source>
        <translation>Kurven und Kennzahlen des anderen Laufs entfernen</translation>
    </message>
    <message>
        <source>Settings that differ</source>
        <translation>Abweichende Einstellungen</translation>
    </message>
    <message>
        <source>The settings are the same.</source>
        <translation>Die Einstellungen sind gleich.</translation>
    </message>
    <message>
        <source>%1 (A) and %2 (B)</source>
        <translation>%1 (A) und %2 (B)</translation>
    </message>
    <message>
        <source>The runs were not tested on the same: %L1 are only in A, %L2 only in B. All figures below are of the %L3 that are in both, and may differ from those under Overview.</source>
        <translation>Die Läufe wurden nicht an denselben Personen oder Bildern getestet: %L1 sind nur in A, %L2 nur in B. Alle Kennzahlen unten gelten für die %L3, die in beiden sind, und können von denen unter Überblick abweichen.</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>B − A</source>
        <translation>B − A</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Of the difference, by paired bootstrap</source>
        <translation>Des Unterschieds, durch gepaarten Bootstrap</translation>
    </message>
    <message>
        <source>Two-sided, of no difference. Not corrected for comparing many figures</source>
        <translation>Zweiseitig, für keinen Unterschied. Nicht für den Vergleich vieler Kennzahlen korrigiert</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Figures over what both runs tested</source>
        <translation>Kennzahlen über das, was beide Läufe getestet haben</translation>
    </message>
    <message numerus="yes">
        <source>Paired bootstrap over %Ln subject(s) that both runs tested. A difference is bold where its interval leaves out 0.</source>
        <translation>
            <numerusform>Gepaarter Bootstrap über %Ln Person, die beide Läufe getestet haben. Ein Unterschied ist fett, wo sein Intervall 0 nicht enthält.</numerusform>
            <numerusform>Gepaarter Bootstrap über %Ln Personen, die beide Läufe getestet haben. Ein Unterschied ist fett, wo sein Intervall 0 nicht enthält.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paired bootstrap over %Ln image(s) that both runs tested, as no subject is known. A difference is bold where its interval leaves out 0.</source>
        <translation>
            <numerusform>Gepaarter Bootstrap über %Ln Bild, das beide Läufe getestet haben, da keine Person bekannt ist. Ein Unterschied ist fett, wo sein Intervall 0 nicht enthält.</numerusform>
            <numerusform>Gepaarter Bootstrap über %Ln Bilder, die beide Läufe getestet haben, da keine Person bekannt ist. Ein Unterschied ist fett, wo sein Intervall 0 nicht enthält.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ComparePanel</name>
    <message>
        <source>A comparison needs two sessions: this patient has fewer.</source>
        <translation>Ein Vergleich braucht zwei Sitzungen: Dieser Patient hat weniger.</translation>
    </message>
    <message>
        <source>Comparison of two sessions</source>
        <translation>Vergleich zweier Sitzungen</translation>
    </message>
    <message>
        <source>Shares are of the identified cells, with 95 % Wilson intervals: counting error only. A difference within both intervals may be chance.</source>
        <translation>Anteile an den bestimmten Zellen, mit 95-%-Wilson-Intervallen: nur der Zählfehler. Ein Unterschied innerhalb beider Intervalle kann Zufall sein.</translation>
    </message>
    <message>
        <source>First session</source>
        <translation>Erste Sitzung</translation>
    </message>
    <message>
        <source>with</source>
        <translation>mit</translation>
    </message>
    <message>
        <source>Second session</source>
        <translation>Zweite Sitzung</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Identified cells</source>
        <translation>Bestimmte Zellen</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Cells
%1</source>
        <translation>Zellen
%1</translation>
    </message>
    <message>
        <source>Share (95 % interval)
%1</source>
        <translation>Anteil (95-%-Intervall)
%1</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Reading cells</source>
        <translation>Zellen werden gelesen</translation>
    </message>
    <message>
        <source>The cells of a session could not be read.</source>
        <translation>Die Zellen einer Sitzung konnten nicht gelesen werden.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ComparisonChooser</name>
    <message>
        <source>Compare models on the same cells</source>
        <translation>Modelle auf denselben Zellen vergleichen</translation>
    </message>
    <message>
        <source>Each network is trained and tested over the same split, one after another; then one table has all of them, with intervals. It can be stopped and goes on where it was. One that fails is shown with its reason and does not stop the others.</source>
        <translation>Jedes Netz wird über dieselbe Aufteilung trainiert und getestet, eines nach dem anderen; danach stehen alle mit Intervallen in einer Tabelle. Der Vergleich kann angehalten werden und wird dort fortgesetzt, wo er war. Ein Netz, das fehlschlägt, wird mit seinem Grund gezeigt und hält die anderen nicht auf.</translation>
    </message>
    <message>
        <source>Settings of all</source>
        <translation>Einstellungen für alle</translation>
    </message>
    <message>
        <source>They are those of the training form. A network whose usual input has another size gets its own unless you chose one, and one without batch norm a lower learning rate.</source>
        <translation>Es sind die des Trainingsformulars. Ein Netz mit einer anderen üblichen Eingabegröße bekommt seine eigene, wenn Sie keine gewählt haben, und eines ohne Batch-Norm eine niedrigere Lernrate.</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Netze</translation>
    </message>
    <message>
        <source>On the command line: %1</source>
        <translation>Auf der Befehlszeile: %1</translation>
    </message>
    <message>
        <source>Weights to start from</source>
        <translation>Gewichte zum Anfang</translation>
    </message>
    <message>
        <source>Every network is trained from random weights. For each file here, such as ImageNet&apos;s, the networks that it fits get a row more; the table says which row started from what.</source>
        <translation>Jedes Netz wird von zufälligen Gewichten an trainiert. Für jede Datei hier, etwa ImageNet-Gewichte, bekommen die Netze, zu denen sie passt, eine weitere Zeile; die Tabelle sagt, womit jede Zeile begann.</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Choose a file of weights: .leukomodel, .pth or .safetensors</source>
        <translation>Eine Datei mit Gewichten wählen: .leukomodel, .pth oder .safetensors</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Take the chosen file off the list</source>
        <translation>Die gewählte Datei von der Liste nehmen</translation>
    </message>
    <message>
        <source>Start the comparison</source>
        <translation>Vergleich beginnen</translation>
    </message>
    <message>
        <source>Open comparison…</source>
        <translation>Vergleich öffnen…</translation>
    </message>
    <message>
        <source>Show a comparison of an earlier time, and go on with it where it was stopped</source>
        <translation>Einen früheren Vergleich zeigen und dort fortsetzen, wo er angehalten wurde</translation>
    </message>
    <message>
        <source>Weights (*.leukomodel *.pth *.pt *.safetensors);;All files (*)</source>
        <translation>Gewichte (*.leukomodel *.pth *.pt *.safetensors);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Tick two networks at least.</source>
        <translation>Haken Sie mindestens zwei Netze an.</translation>
    </message>
    <message>
        <source>Train and test them one after another, in the background</source>
        <translation>Sie nacheinander im Hintergrund trainieren und testen</translation>
    </message>
    <message>
        <source>No file: random weights alone</source>
        <translation>Keine Datei: nur zufällige Gewichte</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ComparisonSession</name>
    <message>
        <source>The comparison failed</source>
        <translation>Der Vergleich ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Comparing models</source>
        <translation>Modelle werden verglichen</translation>
    </message>
    <message>
        <source>Opening a comparison</source>
        <translation>Ein Vergleich wird geöffnet</translation>
    </message>
    <message>
        <source>The comparison could not be opened</source>
        <translation>Der Vergleich konnte nicht geöffnet werden</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ComparisonView</name>
    <message>
        <source>Comparison of models</source>
        <translation>Vergleich der Modelle</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Train what is missing; rows that failed are tried again</source>
        <translation>Trainieren, was fehlt; fehlgeschlagene Zeilen werden neu versucht</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>Export table…</source>
        <translation>Tabelle exportieren…</translation>
    </message>
    <message>
        <source>Save the table as CSV, for a spreadsheet</source>
        <translation>Die Tabelle als CSV für eine Tabellenkalkulation sichern</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Bericht…</translation>
    </message>
    <message>
        <source>Save the table as PDF</source>
        <translation>Die Tabelle als PDF sichern</translation>
    </message>
    <message>
        <source>Open comparison…</source>
        <translation>Vergleich öffnen…</translation>
    </message>
    <message>
        <source>Show a comparison of an earlier time, and go on with it where it was stopped</source>
        <translation>Einen früheren Vergleich zeigen und dort fortsetzen, wo er angehalten wurde</translation>
    </message>
    <message>
        <source>New comparison</source>
        <translation>Neuer Vergleich</translation>
    </message>
    <message>
        <source>Choose networks for another one; this one stays in its folder</source>
        <translation>Netze für einen anderen wählen; dieser bleibt in seinem Ordner</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Starts from</source>
        <translation>Beginnt mit</translation>
    </message>
    <message>
        <source>Random weights, ImageNet&apos;s as torchvision publishes them, or another file</source>
        <translation>Zufällige Gewichte, die von ImageNet, wie torchvision sie veröffentlicht, oder eine andere Datei</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Seconds
an epoch</source>
        <translation>Sekunden
je Epoche</translation>
    </message>
    <message>
        <source>Images
a second</source>
        <translation>Bilder
je Sekunde</translation>
    </message>
    <message>
        <source>Accuracy less
InceptionV3</source>
        <translation>Genauigkeit minus
InceptionV3</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Numbers that are trained and answer</source>
        <translation>Zahlen, die trainiert werden und antworten</translation>
    </message>
    <message>
        <source>Of the same subjects, by paired bootstrap. Bold where the interval leaves out 0</source>
        <translation>Derselben Personen, durch gepaarten Bootstrap. Fett, wo das Intervall 0 nicht enthält</translation>
    </message>
    <message>
        <source>Two-sided, of no difference. Not corrected for comparing many models</source>
        <translation>Zweiseitig, für keinen Unterschied. Nicht für den Vergleich vieler Modelle korrigiert</translation>
    </message>
    <message>
        <source>By the authors, on their data: point at a figure to read on which</source>
        <translation>Von den Autoren, auf ihren Daten: Zeigen Sie auf einen Wert, um zu lesen, auf welchen</translation>
    </message>
    <message>
        <source>Input %1 px, learning rate %2</source>
        <translation>Eingabe %1 px, Lernrate %2</translation>
    </message>
    <message>
        <source>computed now</source>
        <translation>wird berechnet</translation>
    </message>
    <message>
        <source>trained now</source>
        <translation>wird trainiert</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>On %1, %2</source>
        <translation>Auf %1, %2</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 ist fehlgeschlagen: %2</translation>
    </message>
    <message>
        <source>Open the chosen row&apos;s run in Evaluate</source>
        <translation>Den Lauf der gewählten Zeile unter Auswerten öffnen</translation>
    </message>
    <message>
        <source>Choose a row that is done, to open its run in Evaluate</source>
        <translation>Wählen Sie eine fertige Zeile, um ihren Lauf unter Auswerten zu öffnen</translation>
    </message>
    <message>
        <source>Answers of the first fold&apos;s model on the computer that trained it</source>
        <translation>Antworten des Modells des ersten Folds auf dem Rechner, der es trainiert hat</translation>
    </message>
    <message>
        <source>Mean of all epochs and folds; of a fitted classifier the whole fit</source>
        <translation>Mittel aller Epochen und Folds; bei einem angepassten Klassifikator das ganze Anpassen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ConflictStrip</name>
    <message>
        <source>Take theirs</source>
        <translation>Fremdes übernehmen</translation>
    </message>
    <message>
        <source>Leave what the other person wrote</source>
        <translation>Stehen lassen, was die andere Person geschrieben hat</translation>
    </message>
    <message>
        <source>Write mine</source>
        <translation>Eigenes schreiben</translation>
    </message>
    <message>
        <source>Write your value in its place; both stand in the audit trail</source>
        <translation>Ihren Wert an dessen Stelle schreiben; beide stehen im Änderungsprotokoll</translation>
    </message>
    <message>
        <source>Somebody else has changed this meanwhile, and nothing of theirs was overwritten.
Theirs: %1
Yours: %2</source>
        <translation>Jemand anders hat dies inzwischen geändert, und nichts davon wurde überschrieben.
Fremd: %1
Eigen: %2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ConfusionPage</name>
    <message>
        <source>Counts</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Of the true class</source>
        <translation>Von der wahren Klasse</translation>
    </message>
    <message>
        <source>Of what is called so</source>
        <translation>Von den so eingestuften</translation>
    </message>
    <message>
        <source>Click a field to see its cells</source>
        <translation>Auf ein Feld klicken, um seine Zellen zu sehen</translation>
    </message>
    <message>
        <source>True class</source>
        <translation>Wahre Klasse</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>Eingestuft als</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Whose cells are shown</source>
        <translation>Wessen Zellen gezeigt werden</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>All subjects</source>
        <translation>Alle Personen</translation>
    </message>
    <message>
        <source>Subject %1</source>
        <translation>Person %1</translation>
    </message>
    <message>
        <source>%1 called %2</source>
        <translation>%1, eingestuft als %2</translation>
    </message>
    <message>
        <source>Called %1</source>
        <translation>Eingestuft als %1</translation>
    </message>
    <message>
        <source>All errors</source>
        <translation>Alle Fehler</translation>
    </message>
    <message>
        <source>All cells</source>
        <translation>Alle Zellen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CopyStoreDialog</name>
    <message>
        <source>Copy to server</source>
        <translation>Auf Server kopieren</translation>
    </message>
    <message>
        <source>All patients with their sessions, cells and facts and the whole audit trail are copied into an empty database, and the copy is checked. Pictures stay where they are.</source>
        <translation>Alle Patienten mit ihren Sitzungen, Zellen und Angaben und das ganze Änderungsprotokoll werden in eine leere Datenbank kopiert, und die Kopie wird geprüft. Bilder bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Address of the database</source>
        <translation>Adresse der Datenbank</translation>
    </message>
    <message>
        <source>An empty database that whoever looks after the server has made</source>
        <translation>Eine leere Datenbank, die angelegt hat, wer den Server betreut</translation>
    </message>
    <message>
        <source>Where the server asks for one</source>
        <translation>Wo der Server eines verlangt</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Password of this user on the server; it is written nowhere</source>
        <translation>Passwort dieses Benutzers auf dem Server; es wird nirgends aufgeschrieben</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Copying the case store</source>
        <translation>Fallspeicher wird kopiert</translation>
    </message>
    <message>
        <source>Stopped. Nothing was left in that database.</source>
        <translation>Angehalten. In dieser Datenbank blieb nichts zurück.</translation>
    </message>
    <message>
        <source>That database holds cases already, and none of them was touched. Choose an empty one.</source>
        <translation>Diese Datenbank enthält schon Fälle, und keiner davon wurde angerührt. Wählen Sie eine leere.</translation>
    </message>
    <message>
        <source>The case store was copied to %1, and the copy was checked. What is changed here from now on is not in it: to go on there, the program is closed and started again.</source>
        <translation>Der Fallspeicher wurde nach %1 kopiert, und die Kopie wurde geprüft. Was hier von jetzt an geändert wird, steht nicht darin: Um dort weiterzuarbeiten, wird das Programm geschlossen und neu gestartet.</translation>
    </message>
    <message>
        <source>Use the copy and close</source>
        <translation>Kopie verwenden und schließen</translation>
    </message>
    <message>
        <source>The copy becomes the case store of this program; the file stays as it is</source>
        <translation>Die Kopie wird der Fallspeicher dieses Programms; die Datei bleibt, wie sie ist</translation>
    </message>
    <message>
        <source>Keep the present store</source>
        <translation>Beim jetzigen Speicher bleiben</translation>
    </message>
    <message>
        <source>%1. Type the password above, or check the user name in the address.</source>
        <extracomment>%1: what the server said</extracomment>
        <translation>%1. Geben Sie oben das Passwort ein, oder prüfen Sie den Benutzernamen in der Adresse.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CourseChart</name>
    <message>
        <source>Day since the start of treatment</source>
        <translation>Tag seit Beginn der Behandlung</translation>
    </message>
    <message>
        <source>Date of the sample</source>
        <translation>Datum der Probe</translation>
    </message>
    <message>
        <source>Blasts</source>
        <translation>Blasten</translation>
    </message>
    <message>
        <source>Blasts among the identified cells, with 95 % intervals of the count</source>
        <translation>Blasten unter den bestimmten Zellen, 95-%-Intervalle der Zählung</translation>
    </message>
    <message>
        <source>Click a point to choose its session</source>
        <translation>Ein Klick auf einen Punkt wählt dessen Sitzung</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CurveLegend</name>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>best epoch</source>
        <translation>beste Epoche</translation>
    </message>
    <message>
        <source>Legend: %1</source>
        <translation>Legende: %1</translation>
    </message>
    <message>
        <source>patience</source>
        <translation>Geduld</translation>
    </message>
    <message>
        <source>mean ± sd of validation</source>
        <translation>Mittel ± SD der Validierung</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CurveLegendEntry</name>
    <message>
        <source>Hide or show %1 (click, or the space bar)</source>
        <translation>%1 aus- oder einblenden (Klick oder Leertaste)</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CurvePlot</name>
    <message>
        <source>Accuracy for each epoch</source>
        <translation>Genauigkeit je Epoche</translation>
    </message>
    <message>
        <source>Loss for each epoch</source>
        <translation>Verlust je Epoche</translation>
    </message>
    <message>
        <source>Fold %1: validation %2, training %3</source>
        <translation>Fold %1: Validierung %2, Training %3</translation>
    </message>
    <message>
        <source>Epoch %1</source>
        <translation>Epoche %1</translation>
    </message>
    <message>
        <source>Wheel or + and − zoom, dragging or the arrow keys move, a double click or Home shows everything</source>
        <translation>Mausrad oder + und − vergrößern, Ziehen oder Pfeiltasten verschieben, Doppelklick oder Pos1 zeigt alles</translation>
    </message>
    <message>
        <source>Mean of validation: %1 ± %2</source>
        <translation>Mittel der Validierung: %1 ± %2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CurvesPage</name>
    <message>
        <source>Click or drag along the curve to move the threshold</source>
        <translation>Klicken oder entlang der Kurve ziehen, um die Schwelle zu verschieben</translation>
    </message>
    <message>
        <source>These classes have none that counts as positive (a blast class), so there is no curve and no threshold. The figures of each class against the others are under Overview.</source>
        <translation>Keine dieser Klassen gilt als positiv (eine Blastenklasse), also gibt es keine Kurve und keine Schwelle. Die Kennzahlen jeder Klasse gegen die anderen stehen unter Überblick.</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>What follows</source>
        <translation>Was daraus folgt</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensitivität</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Spezifität</translation>
    </message>
    <message>
        <source>Positive predictive value</source>
        <translation>Positiver Vorhersagewert</translation>
    </message>
    <message>
        <source>Negative predictive value</source>
        <translation>Negativer Vorhersagewert</translation>
    </message>
    <message>
        <source>Prevalence</source>
        <translation>Prävalenz</translation>
    </message>
    <message>
        <source>How many of all cells are positive where the model is used: predictive values depend on it</source>
        <translation>Wie viele aller Zellen positiv sind, wo das Modell benutzt wird: Davon hängen die Vorhersagewerte ab</translation>
    </message>
    <message>
        <source>At a prevalence of</source>
        <translation>Bei einer Prävalenz von</translation>
    </message>
    <message>
        <source>Lock into the models</source>
        <translation>In den Modellen festlegen</translation>
    </message>
    <message>
        <source>Sensitivity at least</source>
        <translation>Sensitivität mindestens</translation>
    </message>
    <message>
        <source>Lock threshold</source>
        <translation>Schwelle festlegen</translation>
    </message>
    <message>
        <source>Write temperature and threshold into the models of all folds</source>
        <translation>Temperatur und Schwelle in die Modelle aller Folds schreiben</translation>
    </message>
    <message>
        <source>others</source>
        <translation>andere</translation>
    </message>
    <message>
        <source>called %1</source>
        <translation>als %1</translation>
    </message>
    <message>
        <source>called other</source>
        <translation>als andere</translation>
    </message>
    <message>
        <source>Not possible for this run: by the protocol paper its validation cells are the test cells, and a threshold chosen on them would flatter them. Train by a patient-safe protocol.</source>
        <translation>Für diesen Lauf nicht möglich: Beim Protokoll „Paper“ sind seine Validierungszellen die Testzellen, und eine an ihnen gewählte Schwelle wäre für sie zu günstig. Trainieren Sie mit einem patientensicheren Protokoll.</translation>
    </message>
    <message>
        <source>This run did not keep its answers for the validation cells. “Answer anew” makes them from its data.</source>
        <translation>Dieser Lauf hat seine Antworten für die Validierungszellen nicht behalten. „Neu antworten“ erstellt sie aus seinen Daten.</translation>
    </message>
    <message>
        <source>Fold %1: no positive validation cell, no threshold</source>
        <translation>Fold %1: keine positive Validierungszelle, keine Schwelle</translation>
    </message>
    <message>
        <source>A cell is called positive from this probability on, as the network gives it, without temperature. To try out only: it is not saved.</source>
        <translation>Ab dieser Wahrscheinlichkeit gilt eine Zelle als positiv, so wie das Netz sie angibt, ohne Temperatur. Nur zum Ausprobieren: Sie wird nicht gespeichert.</translation>
    </message>
    <message>
        <source>Each fold&apos;s threshold is chosen on its validation subjects, never on the test, and written into its model together with its temperature. It is of probabilities with that temperature: not the same number as the threshold above.</source>
        <translation>Die Schwelle jedes Folds wird an seinen Validierungspersonen gewählt, nie am Test, und zusammen mit seiner Temperatur in sein Modell geschrieben. Sie gilt für Wahrscheinlichkeiten mit dieser Temperatur und ist daher nicht dieselbe Zahl wie die Schwelle oben.</translation>
    </message>
    <message numerus="yes">
        <source>Fold %1: %2, chosen on %Ln subject(s); test: sensitivity %3, specificity %4</source>
        <translation>
            <numerusform>Fold %1: %2, gewählt an %Ln Person; Test: Sensitivität %3, Spezifität %4</numerusform>
            <numerusform>Fold %1: %2, gewählt an %Ln Personen; Test: Sensitivität %3, Spezifität %4</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fold %1: %2, chosen on %Ln cell(s); test: sensitivity %3, specificity %4</source>
        <translation>
            <numerusform>Fold %1: %2, gewählt an %Ln Zelle; Test: Sensitivität %3, Spezifität %4</numerusform>
            <numerusform>Fold %1: %2, gewählt an %Ln Zellen; Test: Sensitivität %3, Spezifität %4</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CurvesPanel</name>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Running mean over the epochs; the curve as it was stays, faint</source>
        <translation>Laufendes Mittel über die Epochen; die rohe Kurve bleibt blass sichtbar</translation>
    </message>
    <message>
        <source>Mean ± sd</source>
        <translation>Mittel ± SD</translation>
    </message>
    <message>
        <source>Mean of the folds&apos; validation, and one standard deviation about it</source>
        <translation>Mittel der Validierung aller Folds und eine Standardabweichung darum</translation>
    </message>
    <message>
        <source>Log axis</source>
        <translation>Log-Achse</translation>
    </message>
    <message>
        <source>A logarithmic axis shows small losses apart</source>
        <translation>Eine logarithmische Achse zeigt kleine Verluste getrennt</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Show all epochs and values again (also a double click on a plot)</source>
        <translation>Wieder alle Epochen und Werte zeigen (auch mit Doppelklick)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Draw earlier runs behind this one</source>
        <translation>Frühere Läufe hinter diesem zeichnen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Save both plots as a figure, or their numbers</source>
        <translation>Beide Kurvenbilder als Abbildung speichern, oder ihre Zahlen</translation>
    </message>
    <message>
        <source>PDF figure…</source>
        <translation>Abbildung als PDF…</translation>
    </message>
    <message>
        <source>SVG figure…</source>
        <translation>Abbildung als SVG…</translation>
    </message>
    <message>
        <source>PNG figure…</source>
        <translation>Abbildung als PNG…</translation>
    </message>
    <message>
        <source>Numbers as CSV…</source>
        <translation>Zahlen als CSV…</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Add an earlier run…</source>
        <translation>Früheren Lauf hinzufügen…</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DataWorkspace</name>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Demonstration cells</source>
        <translation>Vorführzellen</translation>
    </message>
    <message>
        <source>Draw labelled cells, nobody&apos;s, and open them</source>
        <translation>Beschriftete Zellen zeichnen, die von niemandem stammen, und öffnen</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open C-NMC or a folder with one subfolder for each class</source>
        <translation>C-NMC oder einen Ordner mit einem Unterordner je Klasse öffnen</translation>
    </message>
    <message>
        <source>No labelled cells are open</source>
        <translation>Keine beschrifteten Zellen geöffnet</translation>
    </message>
    <message>
        <source>Make demonstration cells</source>
        <translation>Vorführzellen anlegen</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>No problems found</source>
        <translation>Keine Probleme gefunden</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Folder of labelled cells</source>
        <translation>Ordner mit beschrifteten Zellen</translation>
    </message>
    <message>
        <source>Reading cells</source>
        <translation>Zellen werden gelesen</translation>
    </message>
    <message>
        <source>The demonstration cells could not be made</source>
        <translation>Die Vorführzellen konnten nicht angelegt werden</translation>
    </message>
    <message>
        <source>Problems (%L1)</source>
        <translation>Probleme (%L1)</translation>
    </message>
    <message>
        <source>Loading pictures</source>
        <translation>Bilder werden geladen</translation>
    </message>
    <message>
        <source>Open table…</source>
        <translation>Tabelle öffnen…</translation>
    </message>
    <message>
        <source>Open a CSV or TSV file that names each picture, its class and, if known, its subject</source>
        <translation>Eine CSV- oder TSV-Datei öffnen, die jedes Bild, seine Klasse und, wenn bekannt, den Patienten nennt</translation>
    </message>
    <message>
        <source>Drop a folder here: C-NMC, or one subfolder of images for each class. Or a table (CSV) of pictures and their classes.</source>
        <translation>Ziehen Sie einen Ordner hierher: C-NMC oder ein Unterordner mit Bildern je Klasse. Oder eine Tabelle (CSV) von Bildern und ihren Klassen.</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Augmentierung</translation>
    </message>
    <message>
        <source>The labels could not be changed</source>
        <translation>Die Labels konnten nicht geändert werden</translation>
    </message>
    <message>
        <source>The changed labels could not be saved</source>
        <translation>Die geänderten Labels konnten nicht gespeichert werden</translation>
    </message>
    <message>
        <source>Table of labelled cells</source>
        <translation>Tabelle beschrifteter Zellen</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.tab *.txt)</source>
        <translation>Tabellen (*.csv *.tsv *.tab *.txt)</translation>
    </message>
    <message>
        <source>The data could not be opened</source>
        <translation>Die Daten konnten nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>Spalten…</translation>
    </message>
    <message>
        <source>Choose which columns of the table name the picture, its class and its subject</source>
        <translation>Wählen, welche Spalten der Tabelle das Bild, seine Klasse und die Person nennen</translation>
    </message>
    <message>
        <source>The facts could not be saved</source>
        <translation>Die Angaben konnten nicht gespeichert werden</translation>
    </message>
    <message>
        <source>The facts could not be read</source>
        <translation>Die Angaben konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplikate</translation>
    </message>
    <message>
        <source>Duplicates (%L1)</source>
        <translation>Duplikate (%L1)</translation>
    </message>
    <message>
        <source>Examples of cells</source>
        <translation>Beispiele von Zellen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DatasetSummary</name>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Aufbau</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>C-NMC</source>
        <translation>C-NMC</translation>
    </message>
    <message>
        <source>Class folders</source>
        <translation>Klassenordner</translation>
    </message>
    <message>
        <source>ALL-IDB2</source>
        <translation>ALL-IDB2</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Class and subject folders</source>
        <translation>Klassen- und Personenordner</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DemoTour</name>
    <message>
        <source>Choosing unseen cells</source>
        <translation>Unbekannte Zellen werden gewählt</translation>
    </message>
    <message>
        <source>The unseen cells could not be chosen</source>
        <translation>Die unbekannten Zellen konnten nicht gewählt werden</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DifferentialTable</name>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln identified cell(s); 200 is the usual count.</source>
        <translation>
            <numerusform>Von %Ln bestimmten Zelle; üblich sind 200.</numerusform>
            <numerusform>Von %Ln bestimmten Zellen; üblich sind 200.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1–%2</source>
        <extracomment>a range such as 2.2–47.1 %</extracomment>
        <translation>%1–%2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DuplicateModel</name>
    <message>
        <source>training and external test</source>
        <translation>Training und externem Test</translation>
    </message>
    <message>
        <source>two classes</source>
        <translation>zwei Klassen</translation>
    </message>
    <message>
        <source>two subjects</source>
        <translation>zwei Personen</translation>
    </message>
    <message>
        <source>one class</source>
        <translation>einer Klasse</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>both kept</source>
        <translation>beide behalten</translation>
    </message>
    <message>
        <source>same patient</source>
        <translation>eine Person</translation>
    </message>
    <message>
        <source>second left out</source>
        <translation>zweites weggelassen</translation>
    </message>
    <message>
        <source>first left out</source>
        <translation>erstes weggelassen</translation>
    </message>
    <message>
        <source>identical</source>
        <translation>identisch</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message numerus="yes">
        <source>In training and in test in %Ln fold(s) of the present split</source>
        <translation>
            <numerusform>In %Ln Fold der jetzigen Aufteilung in Training und Test</numerusform>
            <numerusform>In %Ln Folds der jetzigen Aufteilung in Training und Test</numerusform>
        </translation>
    </message>
    <message>
        <source>Alike</source>
        <translation>Gleich</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erstes</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Zweites</translation>
    </message>
    <message>
        <source>Found in</source>
        <translation>Gefunden in</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DuplicatePair</name>
    <message>
        <source>Second picture</source>
        <translation>Zweites Bild</translation>
    </message>
    <message>
        <source>First picture</source>
        <translation>Erstes Bild</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Neither train nor test on the second picture; its file stays (key 2)</source>
        <translation>Das zweite Bild weder zum Training noch zum Test verwenden; die Datei bleibt (Taste 2)</translation>
    </message>
    <message>
        <source>Neither train nor test on the first picture; its file stays (key 1)</source>
        <translation>Das erste Bild weder zum Training noch zum Test verwenden; die Datei bleibt (Taste 1)</translation>
    </message>
    <message>
        <source>subject %1</source>
        <translation>Person %1</translation>
    </message>
    <message>
        <source>subject not known</source>
        <translation>Person unbekannt</translation>
    </message>
    <message>
        <source>external test</source>
        <translation>externer Test</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DuplicatesPage</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Look for pictures that are there twice</source>
        <translation>Nach doppelten Bildern suchen</translation>
    </message>
    <message>
        <source>Which pairs</source>
        <translation>Welche Paare</translation>
    </message>
    <message>
        <source>Which pairs are shown</source>
        <translation>Welche Paare gezeigt werden</translation>
    </message>
    <message>
        <source>All pairs</source>
        <translation>Alle Paare</translation>
    </message>
    <message>
        <source>Not decided yet</source>
        <translation>Noch offen</translation>
    </message>
    <message>
        <source>In training and test</source>
        <translation>In Training und Test</translation>
    </message>
    <message>
        <source>Pairs of pictures that look the same</source>
        <translation>Paare gleich aussehender Bilder</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>Beide behalten</translation>
    </message>
    <message>
        <source>Both stay as they are; a split that divides them still asks before it trains (key K)</source>
        <translation>Beide bleiben, wie sie sind; eine Aufteilung, die sie trennt, fragt trotzdem vor dem Training (Taste K)</translation>
    </message>
    <message>
        <source>Same patient</source>
        <translation>Eine Person</translation>
    </message>
    <message>
        <source>Both stay, and their subjects are one person: never in two parts of a fold by patient (key P)</source>
        <translation>Beide bleiben, und ihre Personen sind dieselbe: bei Aufteilung nach Patienten nie in zwei Teilen eines Folds (Taste P)</translation>
    </message>
    <message>
        <source>Not decided</source>
        <translation>Offen lassen</translation>
    </message>
    <message>
        <source>Take the decision back (Backspace)</source>
        <translation>Die Entscheidung zurücknehmen (Rücktaste)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pair(s) of pictures look the same.</source>
        <translation>
            <numerusform>%Ln Paar von Bildern sieht gleich aus.</numerusform>
            <numerusform>%Ln Paare von Bildern sehen gleich aus.</numerusform>
        </translation>
    </message>
    <message>
        <source>None is in training and in test of the present split.</source>
        <translation>Keines liegt in Training und Test der jetzigen Aufteilung.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them lie in training and in test of the present split.</source>
        <translation>
            <numerusform>%Ln davon liegt in Training und Test der jetzigen Aufteilung.</numerusform>
            <numerusform>%Ln davon liegen in Training und Test der jetzigen Aufteilung.</numerusform>
        </translation>
    </message>
    <message>
        <source>No picture is there twice: neither the same file nor the same cell in another size, brightness or file format.</source>
        <translation>Kein Bild ist doppelt: weder dieselbe Datei noch dieselbe Zelle in anderer Größe, Helligkeit oder anderem Dateiformat.</translation>
    </message>
    <message>
        <source>The search was stopped. Training searches by itself before it begins.</source>
        <translation>Die Suche wurde angehalten. Das Training sucht selbst, bevor es beginnt.</translation>
    </message>
    <message>
        <source>No pair is selected</source>
        <translation>Kein Paar ausgewählt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pair(s) selected</source>
        <translation>
            <numerusform>%Ln Paar ausgewählt</numerusform>
            <numerusform>%Ln Paare ausgewählt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::EditBar</name>
    <message>
        <source>Add images…</source>
        <translation>Bilder hinzufügen…</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Selected: %1</source>
        <translation>Gewählt: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>Next to decide</source>
        <translation>Nächste offene</translation>
    </message>
    <message>
        <source>Go to the next cell that nobody has decided, the uncertain ones first (Space or N)</source>
        <translation>Zur nächsten offenen Zelle gehen, die unsicheren zuerst (Leertaste oder N)</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Show all keys (?)</source>
        <translation>Alle Tasten zeigen (?)</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Blinded review, a second reader, and how well they agree</source>
        <translation>Verblindete Prüfung, Zweitbeurteilung und wie gut sie übereinstimmen</translation>
    </message>
    <message>
        <source>Blinded</source>
        <translation>Verblindet</translation>
    </message>
    <message>
        <source>Hide the model&apos;s answer to each cell until it is decided</source>
        <translation>Die Antwort des Modells zu jeder Zelle verbergen, bis über sie entschieden ist</translation>
    </message>
    <message>
        <source>Second reader…</source>
        <translation>Zweitbeurteilung…</translation>
    </message>
    <message>
        <source>Another person decides every cell anew; the case keeps its classes</source>
        <translation>Jemand anders entscheidet neu über jede Zelle; der Fall behält seine Klassen</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>Compare people with the model and with each other (Cohen&apos;s kappa)</source>
        <translation>Menschen mit dem Modell und miteinander vergleichen (Cohens Kappa)</translation>
    </message>
    <message>
        <source>Use reviewed cells for training</source>
        <translation>Geprüfte Zellen zum Training nutzen</translation>
    </message>
    <message>
        <source>Write a list of the reviewed cells with their classes, to train on</source>
        <translation>Eine Liste der geprüften Zellen mit ihren Klassen schreiben, um damit zu trainieren</translation>
    </message>
    <message>
        <source>Watch folder…</source>
        <translation>Ordner beobachten…</translation>
    </message>
    <message>
        <source>Classify pictures as a camera program saves them into a folder</source>
        <translation>Bilder klassifizieren, sobald ein Kameraprogramm sie in einem Ordner speichert</translation>
    </message>
    <message>
        <source>Add image files to this case</source>
        <translation>Bilddateien zu diesem Fall hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder of images to this case</source>
        <translation>Einen Ordner mit Bildern zu diesem Fall hinzufügen</translation>
    </message>
    <message>
        <source>Take the selected cells out of the case</source>
        <translation>Die gewählten Zellen aus dem Fall nehmen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Take back the last change</source>
        <translation>Die letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Make the change taken back again</source>
        <translation>Die zurückgenommene Änderung wiederholen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ErrorHelp</name>
    <message>
        <source>Code of this kind of failure</source>
        <translation>Code dieser Art von Fehler</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>What usually causes this, and what to do</source>
        <translation>Was meist dazu führt und was zu tun ist</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::EstimateProbe</name>
    <message>
        <source>Counting cells</source>
        <translation>Zellen werden gezählt</translation>
    </message>
    <message>
        <source>Measuring the speed</source>
        <translation>Tempo wird gemessen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::EvaluateWorkspace</name>
    <message>
        <source>Evaluate</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>Answer anew…</source>
        <translation>Neu antworten…</translation>
    </message>
    <message>
        <source>Let the run&apos;s models answer again for its validation and test cells, from its data</source>
        <translation>Die Modelle des Laufs für seine Validierungs- und Testzellen erneut antworten lassen, aus seinen Daten</translation>
    </message>
    <message>
        <source>All figures…</source>
        <translation>Alle Abbildungen…</translation>
    </message>
    <message>
        <source>Save every figure as PDF, SVG and PNG, and its numbers as CSV, into a folder</source>
        <translation>Jede Abbildung als PDF, SVG und PNG und ihre Zahlen als CSV in einen Ordner speichern</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Bericht…</translation>
    </message>
    <message>
        <source>Save settings, figures, tables with intervals and curves as PDF</source>
        <translation>Einstellungen, Kennzahlen, Tabellen mit Intervallen und Kurven als PDF speichern</translation>
    </message>
    <message>
        <source>Open run…</source>
        <translation>Lauf öffnen…</translation>
    </message>
    <message>
        <source>No run is open</source>
        <translation>Kein Lauf geöffnet</translation>
    </message>
    <message>
        <source>Drop the folder of a training here, or train a network first: its test cells are evaluated with intervals, curves and calibration.</source>
        <translation>Ziehen Sie den Ordner eines Trainings hierher, oder trainieren Sie zuerst ein Netz: Seine Testzellen werden mit Intervallen, Kurven und Kalibrierung ausgewertet.</translation>
    </message>
    <message>
        <source>Choose the folder of a training</source>
        <translation>Den Ordner eines Trainings wählen</translation>
    </message>
    <message>
        <source>Train a network</source>
        <translation>Ein Netz trainieren</translation>
    </message>
    <message>
        <source>Go to Train; demonstration cells are offered there</source>
        <translation>Zum Training gehen; dort werden Vorführzellen angeboten</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message numerus="yes">
        <source>Temperature and threshold are in the models of %Ln fold(s) now. Their files have new checksums; cases that were classified before keep the old ones.</source>
        <translation>
            <numerusform>Temperatur und Schwelle stehen jetzt im Modell von %Ln Fold. Seine Datei hat eine neue Prüfsumme; früher klassifizierte Fälle behalten die alte.</numerusform>
            <numerusform>Temperatur und Schwelle stehen jetzt in den Modellen von %Ln Folds. Ihre Dateien haben neue Prüfsummen; früher klassifizierte Fälle behalten die alten.</numerusform>
        </translation>
    </message>
    <message>
        <source>The run is not finished: these are the folds that are done.</source>
        <translation>Der Lauf ist nicht fertig: Dies sind die Folds, die fertig sind.</translation>
    </message>
    <message>
        <source>Folder of a training run</source>
        <translation>Ordner eines Trainingslaufs</translation>
    </message>
    <message>
        <source>Folder of the run to compare with</source>
        <translation>Ordner des Laufs zum Vergleich</translation>
    </message>
    <message>
        <source>Folder of the run&apos;s data</source>
        <translation>Ordner der Daten des Laufs</translation>
    </message>
    <message>
        <source>Each fold&apos;s temperature and threshold are written into its model, in the place of those before. From then on the model calls a cell positive from its threshold on.

Models that were copied to the list of models before stay as they are.</source>
        <translation>Temperatur und Schwelle jedes Folds werden in sein Modell geschrieben, anstelle der früheren. Von da an stuft das Modell eine Zelle ab seiner Schwelle als positiv ein.

Modelle, die schon in die Liste der Modelle kopiert wurden, bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Lock temperature and threshold</source>
        <translation>Temperatur und Schwelle festlegen</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Festlegen</translation>
    </message>
    <message>
        <source>The figure could not be saved</source>
        <translation>Die Abbildung konnte nicht gespeichert werden</translation>
    </message>
    <message>
        <source>The figure was saved: %1</source>
        <translation>Die Abbildung wurde gespeichert: %1</translation>
    </message>
    <message>
        <source>Folder for the figures</source>
        <translation>Ordner für die Abbildungen</translation>
    </message>
    <message>
        <source>Saving the figures</source>
        <translation>Abbildungen werden gespeichert</translation>
    </message>
    <message>
        <source>The figures could not be saved</source>
        <translation>Die Abbildungen konnten nicht gespeichert werden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) were saved in %1.</source>
        <translation>
            <numerusform>%Ln Datei wurde in %1 gespeichert.</numerusform>
            <numerusform>%Ln Dateien wurden in %1 gespeichert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the report of this run</source>
        <translation>Bericht dieses Laufs speichern</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>Bericht wird geschrieben</translation>
    </message>
    <message>
        <source>The report could not be written</source>
        <translation>Der Bericht konnte nicht geschrieben werden</translation>
    </message>
    <message>
        <source>The report was saved: %1</source>
        <translation>Der Bericht wurde gespeichert: %1</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>The figures are shown, but could not be kept in %1: %2</source>
        <translation>Die Kennzahlen werden gezeigt, konnten aber nicht in %1 abgelegt werden: %2</translation>
    </message>
    <message>
        <source>What was noted of this run&apos;s errors could not be read from %1: %2. The next note begins a new list, and the file is kept beside it as %3.</source>
        <translation>Was zu den Fehlern dieses Laufs vermerkt war, konnte nicht aus %1 gelesen werden: %2. Der nächste Vermerk beginnt eine neue Liste, und die Datei bleibt daneben als %3 erhalten.</translation>
    </message>
    <message>
        <source>Replace the figures?</source>
        <translation>Abbildungen ersetzen?</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) of the same names in this folder would be replaced.</source>
        <translation>
            <numerusform>%Ln Datei gleichen Namens in diesem Ordner würde ersetzt.</numerusform>
            <numerusform>%Ln Dateien gleichen Namens in diesem Ordner würden ersetzt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Evaluate another training</source>
        <translation>Ein anderes Training auswerten</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::EvaluationSession</name>
    <message>
        <source>Evaluating the run</source>
        <translation>Lauf wird ausgewertet</translation>
    </message>
    <message>
        <source>The run could not be evaluated</source>
        <translation>Der Lauf konnte nicht ausgewertet werden</translation>
    </message>
    <message>
        <source>Measuring pictures</source>
        <translation>Bilder werden vermessen</translation>
    </message>
    <message>
        <source>The pictures could not be measured</source>
        <translation>Die Bilder konnten nicht vermessen werden</translation>
    </message>
    <message>
        <source>Comparing runs</source>
        <translation>Läufe werden verglichen</translation>
    </message>
    <message>
        <source>The runs could not be compared</source>
        <translation>Die Läufe konnten nicht verglichen werden</translation>
    </message>
    <message>
        <source>Writing into the models</source>
        <translation>In die Modelle wird geschrieben</translation>
    </message>
    <message>
        <source>Temperature and threshold were not locked</source>
        <translation>Temperatur und Schwelle wurden nicht festgelegt</translation>
    </message>
    <message>
        <source>Saving what was noted</source>
        <translation>Vermerke werden gespeichert</translation>
    </message>
    <message>
        <source>What was noted of errors could not be saved</source>
        <translation>Die Vermerke zu Fehlern konnten nicht gespeichert werden</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FactDialog</name>
    <message>
        <source>Facts of a subject</source>
        <translation>Angaben zu einer Person</translation>
    </message>
    <message>
        <source>Leave empty what is not known. Call subjects by pseudonyms, and type no name, date or number that tells who a person is.</source>
        <translation>Lassen Sie leer, was nicht bekannt ist. Verwenden Sie Pseudonyme, und geben Sie keinen Namen, kein Datum und keine Nummer ein, die sagt, wer eine Person ist.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save and next</source>
        <translation>Speichern und weiter</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>Subject %1</source>
        <translation>Person %1</translation>
    </message>
    <message>
        <source>Further columns of the table stay: %1</source>
        <translation>Weitere Spalten der Tabelle bleiben: %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Save these facts and go on with the next subject</source>
        <translation>Diese Angaben speichern und mit der nächsten Person weitermachen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FactHistory</name>
    <message>
        <source>%1 added</source>
        <translation>%1 hinzugefügt</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 geändert</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>%1 entfernt</translation>
    </message>
    <message>
        <source>Saving the fact</source>
        <translation>Die Angabe wird gespeichert</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FactSession</name>
    <message>
        <source>facts of %1</source>
        <translation>Angaben zu %1</translation>
    </message>
    <message numerus="yes">
        <source>imported facts of %Ln subject(s)</source>
        <translation>
            <numerusform>importierte Angaben zu %Ln Person</numerusform>
            <numerusform>importierte Angaben zu %Ln Personen</numerusform>
        </translation>
    </message>
    <message>
        <source>Saving facts</source>
        <translation>Angaben werden gespeichert</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FactsImportDialog</name>
    <message>
        <source>What is wrong with the table</source>
        <translation>Was an der Tabelle nicht stimmt</translation>
    </message>
    <message>
        <source>Import facts</source>
        <translation>Angaben importieren</translation>
    </message>
    <message numerus="yes">
        <source>New facts of %Ln subject(s)</source>
        <translation>
            <numerusform>Neue Angaben zu %Ln Person</numerusform>
            <numerusform>Neue Angaben zu %Ln Personen</numerusform>
        </translation>
    </message>
    <message>
        <source>The table says nothing new of these subjects</source>
        <translation>Die Tabelle sagt nichts Neues über diese Personen</translation>
    </message>
    <message>
        <source>%1 of %L2</source>
        <translation>%1 von %L2</translation>
    </message>
    <message>
        <source>Known of them then: %1.</source>
        <translation>Dann ist von ihnen bekannt: %1.</translation>
    </message>
    <message>
        <source>Passed over or worth knowing (%L1)</source>
        <translation>Übergangen oder wissenswert (%L1)</translation>
    </message>
    <message>
        <source>The table is only read. Subjects should be called by pseudonyms in it; columns that name or trace a person are not kept.</source>
        <translation>Die Tabelle wird nur gelesen. Personen sollten darin Pseudonyme tragen; Spalten, die eine Person nennen oder erkennbar machen, werden nicht behalten.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FactsPanel</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, found on %2</source>
        <extracomment>a fact, and the day it was found</extracomment>
        <translation>%1, festgestellt am %2</translation>
    </message>
    <message>
        <source>Facts of the patient</source>
        <translation>Angaben zum Patienten</translation>
    </message>
    <message>
        <source>Return or a double click changes a fact, Delete removes it</source>
        <translation>Eingabe oder Doppelklick ändert eine Angabe, Entf entfernt sie</translation>
    </message>
    <message>
        <source>Nothing is recorded yet: age, white count, immunophenotype, genetics and response stand beside the counts in reports. Nothing is filled in by the program.</source>
        <translation>Noch ist nichts erfasst: Alter, Leukozytenzahl, Immunphänotyp, Genetik und Ansprechen stehen in Berichten neben den Zählungen. Das Programm ergänzt nichts von selbst.</translation>
    </message>
    <message>
        <source>The fact was not saved.</source>
        <translation>Die Angabe wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Record a fact of this patient</source>
        <translation>Eine Angabe zu diesem Patienten erfassen</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Change the chosen fact (Return)</source>
        <translation>Die gewählte Angabe ändern (Eingabe)</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove the chosen fact (Delete); it can be undone, and stays in the audit trail</source>
        <translation>Die gewählte Angabe entfernen (Entf); das lässt sich rückgängig machen und bleibt im Änderungsprotokoll</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Found on</source>
        <translation>Festgestellt am</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Fact</source>
        <translation>Angabe</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Entered by</source>
        <translation>Eingegeben von</translation>
    </message>
    <message>
        <source>Since the start of treatment</source>
        <translation>Seit Beginn der Behandlung</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>%1 (%2, %3)</source>
        <extracomment>a fact, who entered it, when</extracomment>
        <translation>%1 (%2, %3)</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FailedList</name>
    <message>
        <source>The same picture is in this case already</source>
        <translation>Dasselbe Bild ist schon in diesem Fall</translation>
    </message>
    <message>
        <source>Nothing to do: it is counted once.</source>
        <translation>Nichts zu tun: es wird einmal gezählt.</translation>
    </message>
    <message>
        <source>Dismiss this list</source>
        <translation>Diese Liste schließen</translation>
    </message>
    <message>
        <source>Files not added</source>
        <translation>Nicht hinzugefügte Dateien</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was tun</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>Show which</source>
        <translation>Zeigen, welche</translation>
    </message>
    <message>
        <source>Hide the list of files</source>
        <translation>Die Liste der Dateien verbergen</translation>
    </message>
    <message>
        <source>Show each file with the reason</source>
        <translation>Jede Datei mit dem Grund zeigen</translation>
    </message>
    <message>
        <source>Files that could not be read: %1</source>
        <translation>Nicht lesbare Dateien: %1</translation>
    </message>
    <message>
        <source>Pictures that were in this case already: %1</source>
        <translation>Schon in diesem Fall vorhandene Bilder: %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FigureView</name>
    <message>
        <source>Save this figure: PDF, SVG, PNG, or its numbers as CSV</source>
        <translation>Diese Abbildung speichern: PDF, SVG, PNG oder ihre Zahlen als CSV</translation>
    </message>
    <message>
        <source>Save this figure</source>
        <translation>Diese Abbildung speichern</translation>
    </message>
    <message>
        <source>Save the figure</source>
        <translation>Abbildung speichern</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>Datei ersetzen?</translation>
    </message>
    <message>
        <source>There is a file of this name already: %1</source>
        <translation>Eine Datei dieses Namens gibt es schon: %1</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Saving the figure</source>
        <translation>Abbildung wird gespeichert</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FiguresPage</name>
    <message>
        <source>Figures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>Of which test cells</source>
        <translation>Welcher Testzellen</translation>
    </message>
    <message>
        <source>Of which test cells the figures are</source>
        <translation>Für welche Testzellen die Kennzahlen gelten</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Folds</translation>
    </message>
    <message>
        <source>Fold whose curves are shown</source>
        <translation>Fold, dessen Kurven gezeigt werden</translation>
    </message>
    <message>
        <source>Curves of fold %1</source>
        <translation>Kurven von Fold %1</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>BCa</source>
        <translation>BCa</translation>
    </message>
    <message>
        <source>Percentile interval</source>
        <translation>Perzentil-Intervall</translation>
    </message>
    <message>
        <source>Bias-corrected and accelerated interval: where it is far from the other, there are too few subjects for either</source>
        <translation>Verzerrungskorrigiertes und beschleunigtes Intervall: Wo es weit vom anderen liegt, sind es für beide zu wenige Personen</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>Best
epoch</source>
        <translation>Beste
Epoche</translation>
    </message>
    <message>
        <source>Epochs
run</source>
        <translation>Epochen
gelaufen</translation>
    </message>
    <message>
        <source>Training
accuracy</source>
        <translation>Training,
Gen.</translation>
    </message>
    <message>
        <source>Training
loss</source>
        <translation>Training,
Verlust</translation>
    </message>
    <message>
        <source>Test
accuracy</source>
        <translation>Test,
Gen.</translation>
    </message>
    <message>
        <source>Test
loss</source>
        <translation>Test,
Verlust</translation>
    </message>
    <message>
        <source>Paper,
accuracy</source>
        <translation>Paper,
Gen.</translation>
    </message>
    <message>
        <source>Paper,
loss</source>
        <translation>Paper,
Verlust</translation>
    </message>
    <message>
        <source>Paper,
epochs</source>
        <translation>Paper,
Epochen</translation>
    </message>
    <message>
        <source>Stopped early: no better validation loss</source>
        <translation>Früh beendet: kein besserer Validierungsverlust</translation>
    </message>
    <message>
        <source>Ran to its last epoch</source>
        <translation>Bis zur letzten Epoche gelaufen</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Balanced accuracy over the folds: mean %1, standard deviation %2.</source>
        <translation>Balancierte Genauigkeit über die Folds: Mittel %1, Standardabweichung %2.</translation>
    </message>
    <message>
        <source>In grey: Table 1 of the paper. Its accuracy and loss are those of the cells that were learnt from, at the best epoch; they say nothing about new cells. The columns of the test say how cells that were held out are told apart, of patients that the training knew.</source>
        <translation>In Grau: Tabelle 1 des Papers. Genauigkeit und Verlust gelten dort für die Zellen, an denen gelernt wurde, bei der besten Epoche; über neue Zellen sagen sie nichts. Die Spalten des Tests sagen, wie zurückgehaltene Zellen unterschieden werden, von Patienten, die das Training kannte.</translation>
    </message>
    <message>
        <source>Cells: %L1, subjects: %L2</source>
        <translation>Zellen: %L1, Personen: %L2</translation>
    </message>
    <message>
        <source>Cells: %L1</source>
        <translation>Zellen: %L1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FileImageView</name>
    <message>
        <source>This picture can no longer be read. Was it moved or deleted?</source>
        <translation>Dieses Bild ist nicht mehr lesbar. Wurde es verschoben oder gelöscht?</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FilterBar</name>
    <message>
        <source>Clear filter</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Show every cell again</source>
        <translation>Wieder alle Zellen zeigen</translation>
    </message>
    <message>
        <source>Size of the cards</source>
        <translation>Größe der Karten</translation>
    </message>
    <message>
        <source>Order of the cells</source>
        <translation>Reihenfolge der Zellen</translation>
    </message>
    <message>
        <source>Order of the cells in each bin. It is worked out when you choose it; cells added later stand at the end</source>
        <translation>Reihenfolge der Zellen in jedem Fach, beim Wählen bestimmt; später hinzukommende Zellen stehen am Ende</translation>
    </message>
    <message>
        <source>Sort in the cells added since</source>
        <translation>Die seither hinzugekommenen Zellen einsortieren</translation>
    </message>
    <message>
        <source>In order of arrival</source>
        <translation>Nach Eingang</translation>
    </message>
    <message>
        <source>Least certain first</source>
        <translation>Unsicherste zuerst</translation>
    </message>
    <message>
        <source>Most certain first</source>
        <translation>Sicherste zuerst</translation>
    </message>
    <message>
        <source>Largest files first</source>
        <translation>Größte Dateien zuerst</translation>
    </message>
    <message>
        <source>Smallest files first</source>
        <translation>Kleinste Dateien zuerst</translation>
    </message>
    <message>
        <source>Most like the selected cell</source>
        <translation>Ähnlich der gewählten Zelle</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Show some of the cells only</source>
        <translation>Nur einen Teil der Zellen zeigen</translation>
    </message>
    <message>
        <source>Show only cells of this kind</source>
        <translation>Nur Zellen dieser Art zeigen</translation>
    </message>
    <message>
        <source>Model&apos;s class</source>
        <translation>Klasse des Modells</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Model&apos;s flag</source>
        <translation>Hinweis des Modells</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Korrigiert</translation>
    </message>
    <message>
        <source>As the model said</source>
        <translation>Wie das Modell sagte</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Not reviewed</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>Markiert</translation>
    </message>
    <message>
        <source>Not marked</source>
        <translation>Nicht markiert</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>Dateiname</translation>
    </message>
    <message>
        <source>Show only cells whose file name holds this text</source>
        <translation>Nur Zellen zeigen, deren Dateiname diesen Text enthält</translation>
    </message>
    <message>
        <source>Text in the file name</source>
        <translation>Text im Dateinamen</translation>
    </message>
    <message>
        <source>Showing %1 of %2</source>
        <extracomment>cells that the filter lets through, and all of the case</extracomment>
        <translation>%1 von %2 gezeigt</translation>
    </message>
    <message>
        <source>Sort %1 new</source>
        <translation>%1 neue einsortieren</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FinderChoice</name>
    <message>
        <source>Choose a trained finder</source>
        <translation>Trainierte Suche wählen</translation>
    </message>
    <message>
        <source>Models (*.leukomodel);;All files (*)</source>
        <translation>Modelle (*.leukomodel);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Opening a finder</source>
        <translation>Suche wird geöffnet</translation>
    </message>
    <message>
        <source>Slides cannot search with this model.</source>
        <translation>Präparate können mit diesem Modell nicht durchsucht werden.</translation>
    </message>
    <message>
        <source>Find cells now searches with %1.</source>
        <translation>„Zellen finden“ sucht jetzt mit %1.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FinderForm</name>
    <message>
        <source>Faster R-CNN on InceptionV3</source>
        <translation>Faster R-CNN auf InceptionV3</translation>
    </message>
    <message>
        <source>Faster R-CNN on ResNet-50 with a pyramid</source>
        <translation>Faster R-CNN auf ResNet-50 mit Pyramide</translation>
    </message>
    <message>
        <source>Fields with boxes</source>
        <translation>Felder mit Rahmen</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>Photographs with an XML file each (Pascal VOC), as LabelImg, CVAT and others write</source>
        <translation>Fotos mit je einer XML-Datei (Pascal VOC), wie LabelImg, CVAT und andere sie schreiben</translation>
    </message>
    <message>
        <source>Demonstration</source>
        <translation>Vorführfelder</translation>
    </message>
    <message>
        <source>Draw fields of a smear, nobody&apos;s, with a box around every cell</source>
        <translation>Felder eines Ausstrichs zeichnen, von niemandem, mit einem Rahmen um jede Zelle</translation>
    </message>
    <message>
        <source>Network and training</source>
        <translation>Netz und Training</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Pretrained weights</source>
        <translation>Vortrainierte Gewichte</translation>
    </message>
    <message>
        <source>ImageNet&apos;s for that network, or a finder&apos;s: .pth or .safetensors. Without them far more fields and epochs are needed</source>
        <translation>Die von ImageNet für dieses Netz, oder die einer Suche: .pth oder .safetensors. Ohne sie braucht es weit mehr Felder und Epochen</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Times that each field is shown</source>
        <translation>So oft wird jedes Feld gezeigt</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Shorter side of a field</source>
        <translation>Kürzere Seite eines Felds</translation>
    </message>
    <message>
        <source>What the network sees: larger shows small things better and takes longer</source>
        <translation>Was das Netz sieht: größer zeigt Kleines besser und dauert länger</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Fields to test on</source>
        <translation>Felder zum Testen</translation>
    </message>
    <message>
        <source>Share of the fields that is kept back and measured at the end</source>
        <translation>Anteil der Felder, der zurückgehalten und am Ende gemessen wird</translation>
    </message>
    <message>
        <source>as their red cells tell</source>
        <translation>nach ihren roten Zellen</translation>
    </message>
    <message>
        <source> µm</source>
        <translation> µm</translation>
    </message>
    <message>
        <source>Size of a pixel</source>
        <translation>Größe eines Pixels</translation>
    </message>
    <message>
        <source>Of the fields as they were photographed: Slides, where the scale is known too, then shows the finder cells as large as it learnt them</source>
        <translation>Der Felder, wie sie fotografiert wurden: In Präparate, wo der Maßstab ebenfalls bekannt ist, sieht die Suche Zellen dann so groß, wie sie sie gelernt hat</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Go on with a run…</source>
        <translation>Lauf fortsetzen…</translation>
    </message>
    <message>
        <source>Choose the folder of a training that was stopped</source>
        <translation>Ordner eines angehaltenen Trainings wählen</translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln field(s). Boxes: %2</source>
        <translation>
            <numerusform>%1: %Ln Feld. Rahmen: %2</numerusform>
            <numerusform>%1: %Ln Felder. Rahmen: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>None yet. Boxes that somebody drew around the cells are what a finder learns from.</source>
        <translation>Noch keine. Eine Suche lernt aus Rahmen, die jemand um die Zellen gezogen hat.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) or box(es) were left out.</source>
        <translation>
            <numerusform>%Ln Datei oder Rahmen wurde ausgelassen.</numerusform>
            <numerusform>%Ln Dateien oder Rahmen wurden ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>und %Ln weitere</numerusform>
            <numerusform>und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Weights (*.pth *.pt *.safetensors);;All files (*)</source>
        <translation>Gewichte (*.pth *.pt *.safetensors);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Choose fields first, or try it with the demonstration&apos;s.</source>
        <translation>Wählen Sie zuerst Felder, oder probieren Sie es mit Vorführfeldern.</translation>
    </message>
    <message>
        <source>InceptionV3 takes half the time; the pyramid sees small things better</source>
        <translation>InceptionV3 braucht halb so lang; die Pyramide sieht Kleines besser</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FinderResults</name>
    <message>
        <source>On the fields kept back</source>
        <translation>Auf den zurückgehaltenen Feldern</translation>
    </message>
    <message>
        <source>Search with it in Slides</source>
        <translation>Damit in Präparate suchen</translation>
    </message>
    <message>
        <source>Find cells then marks the white cells that this finder sees</source>
        <translation>„Zellen finden“ markiert dann die weißen Zellen, die diese Suche sieht</translation>
    </message>
    <message numerus="yes">
        <source>Trained on %Ln field(s) in %1.</source>
        <translation>
            <numerusform>Trainiert auf %Ln Feld in %1.</numerusform>
            <numerusform>Trainiert auf %Ln Feldern in %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>No field was kept back, so nothing was measured.</source>
        <translation>Es wurde kein Feld zurückgehalten, also nichts gemessen.</translation>
    </message>
    <message numerus="yes">
        <source>Tested on %Ln field(s), %1 s each.</source>
        <translation>
            <numerusform>Getestet auf %Ln Feld, je %1 s.</numerusform>
            <numerusform>Getestet auf %Ln Feldern, je %1 s.</numerusform>
        </translation>
    </message>
    <message>
        <source>Mean over the classes</source>
        <translation>Mittel der Klassen</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>AP at 0.5</source>
        <translation>AP bei 0,5</translation>
    </message>
    <message>
        <source>AP at 0.5 to 0.95</source>
        <translation>AP bei 0,5 bis 0,95</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>Übersehen</translation>
    </message>
    <message>
        <source>Extra</source>
        <translation>Zu viel</translation>
    </message>
    <message>
        <source>Drawn by a person</source>
        <translation>Von einem Menschen gezogen</translation>
    </message>
    <message>
        <source>Average precision; a box is right where it overlaps the drawn one by half (intersection over union)</source>
        <translation>Mittlere Präzision; ein Rahmen ist richtig, wo er den gezogenen zur Hälfte überdeckt (Schnitt durch Vereinigung)</translation>
    </message>
    <message>
        <source>Mean of the average precision over ten overlaps, as COCO has it</source>
        <translation>Mittel der mittleren Präzision über zehn Überdeckungen, wie bei COCO</translation>
    </message>
    <message>
        <source>Drawn boxes that were found, at a score of one half and more</source>
        <translation>Gezogene Rahmen, die gefunden wurden, ab einer Wertung von ein halb</translation>
    </message>
    <message>
        <source>Drawn boxes that were not</source>
        <translation>Gezogene Rahmen, die es nicht wurden</translation>
    </message>
    <message>
        <source>Found boxes where none was drawn</source>
        <translation>Gefundene Rahmen, wo keiner gezogen war</translation>
    </message>
    <message>
        <source>95 % intervals by bootstrap over fields (%L1 resamples).</source>
        <translation>95-%-Intervalle durch Bootstrap über Felder (%L1 Ziehungen).</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FinderSession</name>
    <message>
        <source>Reading fields</source>
        <translation>Felder werden gelesen</translation>
    </message>
    <message>
        <source>The fields could not be read.</source>
        <translation>Die Felder konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Training a finder</source>
        <translation>Suche wird trainiert</translation>
    </message>
    <message>
        <source>The training failed.</source>
        <translation>Das Training ist gescheitert.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FinderWindow</name>
    <message>
        <source>Train a finder of cells</source>
        <translation>Suche nach Zellen trainieren</translation>
    </message>
    <message>
        <source>A finder that learns from your own fields</source>
        <translation>Eine Suche, die aus Ihren Feldern lernt</translation>
    </message>
    <message>
        <source>Stopped. Go on with the run %1 whenever you like.</source>
        <translation>Angehalten. Den Lauf %1 können Sie jederzeit fortsetzen.</translation>
    </message>
    <message>
        <source>Loss in training</source>
        <translation>Verlust im Training</translation>
    </message>
    <message>
        <source>Choose fields with boxes</source>
        <translation>Felder mit Rahmen wählen</translation>
    </message>
    <message>
        <source>Choose the folder of a training that was stopped</source>
        <translation>Ordner eines angehaltenen Trainings wählen</translation>
    </message>
    <message>
        <source>Another training runs. Wait for it, or stop it.</source>
        <translation>Ein anderes Training läuft. Warten Sie darauf, oder halten Sie es an.</translation>
    </message>
    <message>
        <source>The first epoch is under way.</source>
        <translation>Die erste Epoche läuft.</translation>
    </message>
    <message>
        <source>Epoch %1: loss %2 (cell or not %3, where %4, class %5, box %6)</source>
        <translation>Epoche %1: Verlust %2 (Zelle oder nicht %3, wo %4, Klasse %5, Rahmen %6)</translation>
    </message>
    <message>
        <source>Faster R-CNN finds cells in photographs of fields and tells their classes apart. It learns from boxes around the cells; afterwards Slides can search with it. On a processor an epoch takes about a second a field.</source>
        <translation>Faster R-CNN findet Zellen in Fotos von Feldern und unterscheidet ihre Klassen. Es lernt aus Rahmen um die Zellen; danach kann damit in Präparaten gesucht werden. Auf einem Prozessor dauert eine Epoche je Feld etwa eine Sekunde.</translation>
    </message>
    <message>
        <source>Training and results</source>
        <translation>Training und Ergebnisse</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FoldModel</name>
    <message>
        <source>stopped in epoch %1</source>
        <translation>angehalten in Epoche %1</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>nicht gelaufen</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running: testing the best epoch</source>
        <translation>läuft: beste Epoche wird getestet</translation>
    </message>
    <message>
        <source>running: epoch %1 of %2</source>
        <translation>läuft: Epoche %1 von %2</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>Of the best epoch&apos;s weights, on the training cells, without augmentation</source>
        <translation>Mit den Gewichten der besten Epoche, auf den Trainingszellen, ohne Augmentierung</translation>
    </message>
    <message>
        <source>Of the best epoch&apos;s weights, on cells the training never saw</source>
        <translation>Mit den Gewichten der besten Epoche, auf Zellen, die das Training nie sah</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>Beste Epoche</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Train acc.</source>
        <translation>Train.-Gen.</translation>
    </message>
    <message>
        <source>Train loss</source>
        <translation>Train.-Verl.</translation>
    </message>
    <message>
        <source>Test acc.</source>
        <translation>Test-Gen.</translation>
    </message>
    <message>
        <source>Test loss</source>
        <translation>Test-Verl.</translation>
    </message>
    <message>
        <source> · best so far: validation %1 in epoch %2</source>
        <translation> · bisher am besten: Validierung %1 in Epoche %2</translation>
    </message>
    <message>
        <source>waiting after epoch %1</source>
        <translation>wartet nach Epoche %1</translation>
    </message>
    <message>
        <source>Early stop</source>
        <translation>Früh beendet</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::HelpContents</name>
    <message>
        <source>Search the help</source>
        <translation>Die Hilfe durchsuchen</translation>
    </message>
    <message>
        <source>Words or their beginnings, all of which must occur (Ctrl+F)</source>
        <translation>Wörter oder Wortanfänge, die alle vorkommen müssen (Strg+F)</translation>
    </message>
    <message>
        <source>Try fewer words, or only their beginnings.</source>
        <translation>Versuchen Sie es mit weniger Wörtern oder nur mit deren Anfängen.</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Nothing found for “%1”.</source>
        <translation>Nichts gefunden zu „%1“.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::HelpView</name>
    <message>
        <source>Page of the help</source>
        <translation>Seite der Hilfe</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Back (Alt+Left)</source>
        <translation>Zurück (Alt+Links)</translation>
    </message>
    <message>
        <source>Forward (Alt+Right)</source>
        <translation>Vor (Alt+Rechts)</translation>
    </message>
    <message>
        <source>First page of the help (Alt+Home)</source>
        <translation>Erste Seite der Hilfe (Alt+Pos1)</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+-)</source>
        <translation>Kleiner (Strg+-)</translation>
    </message>
    <message>
        <source>Larger (Ctrl++)</source>
        <translation>Größer (Strg++)</translation>
    </message>
    <message>
        <source>This page is not translated yet: it is shown in English.</source>
        <translation>Diese Seite ist noch nicht übersetzt: Sie wird auf Englisch gezeigt.</translation>
    </message>
    <message>
        <source>%1 – Help</source>
        <translation>%1 – Hilfe</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::HonestyList</name>
    <message>
        <source>Less</source>
        <translation>Weniger</translation>
    </message>
    <message>
        <source>%L1 more</source>
        <translation>%L1 weitere</translation>
    </message>
    <message>
        <source>Show the first sentence only</source>
        <translation>Nur den ersten Satz zeigen</translation>
    </message>
    <message>
        <source>Show everything to know about these figures</source>
        <translation>Alles zeigen, was über diese Kennzahlen zu wissen ist</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ImageView</name>
    <message>
        <source>Wheel: zoom. Drag: move. Double click: whole picture.</source>
        <translation>Mausrad: Zoom. Ziehen: verschieben. Doppelklick: ganzes Bild.</translation>
    </message>
    <message>
        <source>Large picture</source>
        <translation>Großes Bild</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::Inspector</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Select a cell to see it here enlarged.</source>
        <translation>Wählen Sie eine Zelle, um sie hier groß zu sehen.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>position of a cell in its bin, and how many there are</extracomment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Why it was decided so; Return records it with your name</source>
        <translation>Warum so entschieden wurde; Eingabe hält es mit Ihrem Namen fest</translation>
    </message>
    <message>
        <source>Reason for the decision</source>
        <translation>Grund der Entscheidung</translation>
    </message>
    <message>
        <source>Standard deviation of the answers about the class&apos;s probability, in percentage points</source>
        <translation>Standardabweichung der Antworten zur Wahrscheinlichkeit der Klasse, in Prozentpunkten</translation>
    </message>
    <message>
        <source>Background masked for this model</source>
        <translation>Hintergrund für dieses Modell geschwärzt</translation>
    </message>
    <message>
        <source>The model knows cells on black alone: it saw this picture black around the cell in its middle</source>
        <translation>Das Modell kennt nur Zellen auf Schwarz: Es sah dieses Bild rings um die Zelle in der Mitte geschwärzt</translation>
    </message>
    <message>
        <source>Find its cells in Slides</source>
        <translation>Zellen unter „Präparate“ finden</translation>
    </message>
    <message>
        <source>Open this picture in Slides, where Find cells cuts it into its cells</source>
        <translation>Dieses Bild unter „Präparate“ öffnen; dort zerlegt „Zellen finden“ es in seine Zellen</translation>
    </message>
    <message>
        <source>Show it on the slide</source>
        <translation>Im Präparat zeigen</translation>
    </message>
    <message>
        <source>Where this cell was cut out: %1</source>
        <extracomment>%1 is a slide and a place on it</extracomment>
        <translation>Wo diese Zelle ausgeschnitten wurde: %1</translation>
    </message>
    <message>
        <source>Previous cell of this bin</source>
        <translation>Vorige Zelle dieses Fachs</translation>
    </message>
    <message>
        <source>Next cell of this bin</source>
        <translation>Nächste Zelle dieses Fachs</translation>
    </message>
    <message>
        <source>Selected cell</source>
        <translation>Gewählte Zelle</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::JobPanel</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop this job; what it has finished stays</source>
        <translation>Diese Aufgabe anhalten; was fertig ist, bleibt</translation>
    </message>
    <message>
        <source>Stop this job</source>
        <translation>Diese Aufgabe anhalten</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::JobStrip</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop this job; what it has finished stays</source>
        <translation>Diese Aufgabe anhalten; was fertig ist, bleibt</translation>
    </message>
    <message>
        <source>Stop this job</source>
        <translation>Diese Aufgabe anhalten</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::KeysOverlay</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LabelSession</name>
    <message numerus="yes">
        <source>label %Ln cell(s)</source>
        <translation>
            <numerusform>Label von %Ln Zelle</numerusform>
            <numerusform>Label von %Ln Zellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>leave out %Ln cell(s)</source>
        <translation>
            <numerusform>%Ln Zelle auslassen</numerusform>
            <numerusform>%Ln Zellen auslassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>restore %Ln cell(s)</source>
        <translation>
            <numerusform>%Ln Zelle wiederherstellen</numerusform>
            <numerusform>%Ln Zellen wiederherstellen</numerusform>
        </translation>
    </message>
    <message>
        <source>Saving corrections</source>
        <translation>Korrekturen werden gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>decide about %Ln pair(s)</source>
        <translation>
            <numerusform>über %Ln Paar entscheiden</numerusform>
            <numerusform>über %Ln Paare entscheiden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LabelledCellDelegate</name>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LabelledCellModel</name>
    <message>
        <source>Left out: %1</source>
        <translation>Ausgelassen: %1</translation>
    </message>
    <message>
        <source>Was %1: %2</source>
        <translation>War %1: %2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LeakSearch</name>
    <message>
        <source>Looking for pictures that are there twice</source>
        <translation>Doppelte Bilder werden gesucht</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LearningPage</name>
    <message>
        <source>Would more subjects help?</source>
        <translation>Würden mehr Personen helfen?</translation>
    </message>
    <message>
        <source>The run is repeated on 10 to 80 % of each fold&apos;s training subjects and tested on the same cells. Where the curve still rises at its end, more subjects are worth collecting. It takes as long as about two trainings like this one; it can be stopped and goes on where it was.</source>
        <translation>Der Lauf wird mit 10 bis 80 % der Trainingspersonen jedes Folds wiederholt und an denselben Zellen getestet. Wo die Kurve am Ende noch steigt, lohnt es sich, mehr Personen zu sammeln. Das dauert etwa so lange wie zwei Trainings wie dieses; es lässt sich anhalten und geht dort weiter, wo es war.</translation>
    </message>
    <message>
        <source>Make the learning curve</source>
        <translation>Lernkurve erstellen</translation>
    </message>
    <message>
        <source>Trains in the background; each smaller training is a run of its own in the folder learning-curve</source>
        <translation>Trainiert im Hintergrund; jedes kleinere Training ist ein eigener Lauf im Ordner learning-curve</translation>
    </message>
    <message>
        <source>Learning curve</source>
        <translation>Lernkurve</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Train the points that are missing</source>
        <translation>Die fehlenden Punkte trainieren</translation>
    </message>
    <message>
        <source>Points of the learning curve</source>
        <translation>Punkte der Lernkurve</translation>
    </message>
    <message>
        <source>Another training is under way: wait for its end, or stop it in Train</source>
        <translation>Ein anderes Training läuft: Warten Sie sein Ende ab, oder halten Sie es unter Trainieren an</translation>
    </message>
    <message>
        <source>Test cells of all folds; 95 % intervals over subjects</source>
        <translation>Testzellen aller Folds; 95-%-Intervalle über Personen</translation>
    </message>
    <message>
        <source>Test cells of all folds; 95 % intervals over images</source>
        <translation>Testzellen aller Folds; 95-%-Intervalle über Bilder</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LockPage</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of your account</source>
        <translation>Name Ihres Kontos</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Passphrase of your account</source>
        <translation>Passwort Ihres Kontos</translation>
    </message>
    <message>
        <source>Log in with this name and passphrase (Return)</source>
        <translation>Mit diesem Namen und Passwort anmelden (Eingabetaste)</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>%1 is logged in. What is under way goes on.</source>
        <translation>%1 ist angemeldet. Was läuft, läuft weiter.</translation>
    </message>
    <message>
        <source>This case store has accounts. Everything you do is recorded under your name.</source>
        <translation>Dieser Fallspeicher hat Konten. Alles, was Sie tun, wird unter Ihrem Namen festgehalten.</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Choose another case store, from the next start</source>
        <translation>Einen anderen Fallspeicher wählen, ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Ask the case store again</source>
        <translation>Den Fallspeicher noch einmal fragen</translation>
    </message>
    <message>
        <source>Case store not available</source>
        <translation>Fallspeicher nicht erreichbar</translation>
    </message>
    <message>
        <source>It has accounts: the window stays locked until it answers.</source>
        <translation>Er hat Konten: Das Fenster bleibt gesperrt, bis er antwortet.</translation>
    </message>
    <message>
        <source>Opening the case store…</source>
        <translation>Der Fallspeicher wird geöffnet…</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Something is still running. Close the window when it has ended, or log in to stop it.</source>
        <translation>Es läuft noch etwas. Schließen Sie das Fenster, wenn es beendet ist, oder melden Sie sich an, um es anzuhalten.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LogDialog</name>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>The log file could not be opened; messages go to standard error.</source>
        <translation>Die Logdatei konnte nicht geöffnet werden; Meldungen gehen an die Standardfehlerausgabe.</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::MainWindow</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Open data folder…</source>
        <translation>Datenordner &amp;öffnen…</translation>
    </message>
    <message>
        <source>Folder of labelled cells</source>
        <translation>Ordner mit beschrifteten Zellen</translation>
    </message>
    <message>
        <source>Make &amp;demonstration cells</source>
        <translation>&amp;Vorführzellen anlegen</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Show &amp;log</source>
        <translation>&amp;Logdatei zeigen</translation>
    </message>
    <message>
        <source>&amp;About Leukolens</source>
        <translation>&amp;Über Leukolens</translation>
    </message>
    <message>
        <source>Where networks run</source>
        <translation>Wo Netze laufen</translation>
    </message>
    <message>
        <source>Looking for a GPU</source>
        <translation>GPU wird gesucht</translation>
    </message>
    <message>
        <source>device not available</source>
        <translation>Gerät nicht verfügbar</translation>
    </message>
    <message>
        <source>Stop and close?</source>
        <translation>Anhalten und schließen?</translation>
    </message>
    <message>
        <source>Something is still running. It is stopped cleanly, and what it has finished so far is kept.</source>
        <translation>Es läuft noch etwas. Es wird sauber angehalten, und was bisher fertig ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>&amp;Accounts…</source>
        <translation>&amp;Konten…</translation>
    </message>
    <message>
        <source>&amp;Contents</source>
        <translation>&amp;Inhalt</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;Welcome</source>
        <translation>&amp;Willkommen</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>&amp;Rundgang</translation>
    </message>
    <message>
        <source>&amp;Report a problem…</source>
        <translation>Problem &amp;melden…</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::MapPage</name>
    <message>
        <source>Map of the test cells</source>
        <translation>Karte der Testzellen</translation>
    </message>
    <message>
        <source>Fold whose network looks at its test cells</source>
        <translation>Fold, dessen Netz seine Testzellen ansieht</translation>
    </message>
    <message>
        <source>What the colours tell</source>
        <translation>Was die Farben zeigen</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>By label</source>
        <translation>Nach Label</translation>
    </message>
    <message>
        <source>By what they are called</source>
        <translation>Nach Einstufung</translation>
    </message>
    <message>
        <source>By subject</source>
        <translation>Nach Person</translation>
    </message>
    <message>
        <source>Which cells look alike to the network?</source>
        <translation>Welche Zellen sind für das Netz ähnlich?</translation>
    </message>
    <message>
        <source>Test cells are laid out so that neighbours look alike to the network&apos;s last layer: groups, outliers and a patient apart are seen at a glance. It takes as long as classifying them.</source>
        <translation>Testzellen werden so ausgelegt, dass Nachbarn für die letzte Schicht des Netzes ähnlich sind: Gruppen, Ausreißer und ein Patient, der abseits liegt, sind auf einen Blick zu sehen. Das dauert so lange, wie sie zu klassifizieren.</translation>
    </message>
    <message>
        <source>Make the map</source>
        <translation>Karte erstellen</translation>
    </message>
    <message>
        <source>The network looks at each test cell again; the run&apos;s data are read</source>
        <translation>Das Netz sieht jede Testzelle noch einmal an; die Daten des Laufs werden gelesen</translation>
    </message>
    <message>
        <source>This subject&apos;s errors</source>
        <translation>Fehler dieser Person</translation>
    </message>
    <message>
        <source>Show the subject&apos;s cells in Errors</source>
        <translation>Die Zellen der Person unter Fehler zeigen</translation>
    </message>
    <message>
        <source>All folds</source>
        <translation>Alle Folds</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>Click a cell on the map</source>
        <translation>Klicken Sie eine Zelle auf der Karte an</translation>
    </message>
    <message>
        <source>The pictures of this run were not found.</source>
        <translation>Die Bilder dieses Laufs wurden nicht gefunden.</translation>
    </message>
    <message>
        <source>Label: %1</source>
        <translation>Label: %1</translation>
    </message>
    <message>
        <source>Called: %1</source>
        <translation>Eingestuft als: %1</translation>
    </message>
    <message>
        <source>Subject: %1</source>
        <translation>Person: %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::MapView</name>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::MessageBar</name>
    <message>
        <source>Copy this message</source>
        <translation>Diese Meldung kopieren</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::Minimap</name>
    <message>
        <source>Map of the slide</source>
        <translation>Übersicht des Präparats</translation>
    </message>
    <message>
        <source>The whole slide. Click or drag to go there; M hides it.</source>
        <translation>Das ganze Präparat. Klicken oder ziehen Sie, um dorthin zu gelangen; M blendet die Übersicht aus.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelBanner</name>
    <message>
        <source>Choose model…</source>
        <translation>Modell wählen…</translation>
    </message>
    <message>
        <source>Train one</source>
        <translation>Eines trainieren</translation>
    </message>
    <message>
        <source>Go to Train and make a model from labelled cells</source>
        <translation>Zum Training gehen und aus beschrifteten Zellen ein Modell machen</translation>
    </message>
    <message>
        <source>What you dropped waits. Choose a model or train one.</source>
        <translation>Das Hereingezogene wartet. Wählen Sie ein Modell oder trainieren Sie eines.</translation>
    </message>
    <message>
        <source>%1 files or folders wait. Choose a model or train one.</source>
        <translation>%1 Dateien oder Ordner warten. Wählen Sie ein Modell oder trainieren Sie eines.</translation>
    </message>
    <message>
        <source>The chosen model cannot be used.</source>
        <translation>Das gewählte Modell ist nicht nutzbar.</translation>
    </message>
    <message>
        <source>This model was trained on demonstration cells that the program drew.</source>
        <translation>Dieses Modell wurde mit Vorführzellen trainiert, die das Programm gezeichnet hat.</translation>
    </message>
    <message>
        <source>Its answers about other pictures mean nothing. Choose another model, or train one on real cells, before you classify them.</source>
        <translation>Seine Antworten zu anderen Bildern bedeuten nichts. Wählen Sie ein anderes Modell oder trainieren Sie eines mit echten Zellen, bevor Sie solche Bilder klassifizieren.</translation>
    </message>
    <message>
        <source>Open the list of models</source>
        <translation>Die Liste der Modelle öffnen</translation>
    </message>
    <message>
        <source>This is the sample case. Its model was trained on demonstration cells that the program drew.</source>
        <translation>Dies ist der Beispielfall. Sein Modell wurde mit Vorführzellen trainiert, die das Programm gezeichnet hat.</translation>
    </message>
    <message>
        <source>It is used in this case only, and its answers about other pictures mean nothing. In your own cases your own model is used again.</source>
        <translation>Es wird nur in diesem Fall verwendet, und seine Antworten über andere Bilder bedeuten nichts. In Ihren eigenen Fällen wird wieder Ihr eigenes Modell verwendet.</translation>
    </message>
    <message>
        <source>It is used in this case only, and its answers about other pictures mean nothing. For your own cells choose a model, or train one.</source>
        <translation>Es wird nur in diesem Fall verwendet, und seine Antworten über andere Bilder bedeuten nichts. Für Ihre eigenen Zellen wählen Sie ein Modell oder trainieren eines.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelCardView</name>
    <message>
        <source>learnt from %1</source>
        <translation>gelernt an %1</translation>
    </message>
    <message>
        <source>tested on %1</source>
        <translation>getestet an %1</translation>
    </message>
    <message>
        <source>Starting point for training</source>
        <translation>Ausgangspunkt fürs Training</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>Klassifikator</translation>
    </message>
    <message>
        <source>added %1</source>
        <translation>hinzugefügt %1</translation>
    </message>
    <message>
        <source>Its own name</source>
        <translation>Eigener Name</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
    <message>
        <source>Tells apart</source>
        <translation>Unterscheidet</translation>
    </message>
    <message>
        <source>Nothing yet: it has no last layer. Training gives it one.</source>
        <translation>Noch nichts: Es hat keine letzte Schicht. Das Training gibt ihm eine.</translation>
    </message>
    <message>
        <source>Picture it wants</source>
        <translation>Erwartetes Bild</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>Woher es kommt</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Decides</source>
        <translation>Entscheidet</translation>
    </message>
    <message>
        <source>Probabilities calibrated</source>
        <translation>Wahrscheinlich­keiten kalibriert</translation>
    </message>
    <message>
        <source>Meant for</source>
        <translation>Gedacht für</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Entstanden</translation>
    </message>
    <message>
        <source>What it can do</source>
        <translation>Was es kann</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>Was passt</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>The file does not say. Find out what it was trained on and whether its licence lets you use it.</source>
        <translation>Die Datei sagt es nicht. Klären Sie, woran es trainiert wurde und ob seine Lizenz Ihre Nutzung erlaubt.</translation>
    </message>
    <message>
        <source>Copy the whole checksum</source>
        <translation>Die ganze Prüfsumme kopieren</translation>
    </message>
    <message>
        <source>Checksum (SHA-256)</source>
        <translation>Prüfsumme (SHA-256)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tensor(s) missing</source>
        <translation>
            <numerusform>%Ln Tensor fehlt</numerusform>
            <numerusform>%Ln Tensoren fehlen</numerusform>
        </translation>
    </message>
    <message>
        <source>Missing in the file:</source>
        <translation>In der Datei fehlen:</translation>
    </message>
    <message numerus="yes">
        <source>%Ln without a place in the network</source>
        <translation>
            <numerusform>%Ln ohne Platz im Netz</numerusform>
            <numerusform>%Ln ohne Platz im Netz</numerusform>
        </translation>
    </message>
    <message>
        <source>Without a place in the network:</source>
        <translation>Ohne Platz im Netz:</translation>
    </message>
    <message>
        <source>Show the names</source>
        <translation>Die Namen zeigen</translation>
    </message>
    <message>
        <source>Names of tensors</source>
        <translation>Namen der Tensoren</translation>
    </message>
    <message>
        <source>Hide the names</source>
        <translation>Die Namen verbergen</translation>
    </message>
    <message>
        <source>What does not fit</source>
        <translation>Was nicht passt</translation>
    </message>
    <message>
        <source>Colours it knows</source>
        <translation>Bekannte Farben</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Sharpness it knows</source>
        <translation>Bekannte Schärfe</translation>
    </message>
    <message>
        <source>Lists its training cells</source>
        <translation>Führt seine Trainingszellen auf</translation>
    </message>
    <message>
        <source>8-bit answers</source>
        <translation>8-Bit-Antworten</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelDrop</name>
    <message>
        <source>Drop to look at the model and to add the other files</source>
        <translation>Loslassen, um das Modell anzusehen und die anderen Dateien hinzuzufügen</translation>
    </message>
    <message>
        <source>Drop to look at the model</source>
        <translation>Loslassen, um das Modell anzusehen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelList</name>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelRowDelegate</name>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>Name des Modells</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelsPanel</name>
    <message>
        <source>Use for classifying</source>
        <translation>Zum Klassifizieren nutzen</translation>
    </message>
    <message>
        <source>Use as starting point for training</source>
        <translation>Training damit beginnen</translation>
    </message>
    <message>
        <source>Go to Train, with the weights of this model as the start</source>
        <translation>Zum Training gehen, mit den Gewichten dieses Modells als Ausgangspunkt</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Export weights…</source>
        <translation>Gewichte exportieren…</translation>
    </message>
    <message>
        <source>Save its weights for other programs (.safetensors)</source>
        <translation>Seine Gewichte für andere Programme speichern (.safetensors)</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Noch kein Modell</translation>
    </message>
    <message>
        <source>Drop a .leukomodel, .pth or .safetensors file here, or train a model: it is kept here.</source>
        <translation>Ziehen Sie eine Datei .leukomodel, .pth oder .safetensors hierher, oder trainieren Sie ein Modell: Hier wird es aufbewahrt.</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Choose a file with a model or weights</source>
        <translation>Eine Datei mit einem Modell oder Gewichten wählen</translation>
    </message>
    <message>
        <source>Train one</source>
        <translation>Eines trainieren</translation>
    </message>
    <message>
        <source>Go to Train and make a model from labelled cells</source>
        <translation>Zum Training gehen und aus beschrifteten Zellen ein Modell machen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Choose a file with a model or weights; you see what it is before it is used</source>
        <translation>Eine Datei mit einem Modell oder Gewichten wählen; Sie sehen, was sie ist, bevor sie benutzt wird</translation>
    </message>
    <message>
        <source>Add it…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Show what it is, to keep a copy in this list</source>
        <translation>Zeigen, was es ist, um eine Kopie in dieser Liste zu behalten</translation>
    </message>
    <message>
        <source>Cells are classified with a model that is not in this list: %1</source>
        <translation>Zellen werden mit einem Modell klassifiziert, das nicht in dieser Liste steht: %1</translation>
    </message>
    <message>
        <source>It has no last layer: it can be a starting point for training, it cannot classify</source>
        <translation>Ohne letzte Schicht ist es ein Ausgangspunkt fürs Training; klassifizieren kann es nicht</translation>
    </message>
    <message>
        <source>Cells are classified with it already</source>
        <translation>Zellen werden schon damit klassifiziert</translation>
    </message>
    <message>
        <source>Classify cells with this model from now on</source>
        <translation>Zellen ab jetzt mit diesem Modell klassifizieren</translation>
    </message>
    <message>
        <source>Give it another name in this list</source>
        <translation>Ihm in dieser Liste einen anderen Namen geben</translation>
    </message>
    <message>
        <source>Delete it from this list; models that cases refer to are kept</source>
        <translation>Aus dieser Liste löschen; Modelle, auf die Fälle verweisen, bleiben</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Modellkarte</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelsWindow</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Reading the list of models</source>
        <translation>Liste der Modelle lesen</translation>
    </message>
    <message>
        <source>The list of models could not be read.</source>
        <translation>Die Liste der Modelle konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>A file in the folder of models cannot be used.</source>
        <translation>Eine Datei im Ordner der Modelle ist nicht verwendbar.</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Ein Modell hinzufügen</translation>
    </message>
    <message>
        <source>Looking at %1</source>
        <translation>%1 ansehen</translation>
    </message>
    <message>
        <source>“%1” cannot be added.</source>
        <translation>„%1“ kann nicht hinzugefügt werden.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Adding the model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>The model could not be added.</source>
        <translation>Das Modell konnte nicht hinzugefügt werden.</translation>
    </message>
    <message>
        <source>Renaming the model</source>
        <translation>Modell umbenennen</translation>
    </message>
    <message>
        <source>The model could not be renamed.</source>
        <translation>Das Modell konnte nicht umbenannt werden.</translation>
    </message>
    <message>
        <source>Export the weights</source>
        <translation>Gewichte exportieren</translation>
    </message>
    <message>
        <source>Weights (*.safetensors)</source>
        <translation>Gewichte (*.safetensors)</translation>
    </message>
    <message>
        <source>Exporting the weights</source>
        <translation>Gewichte exportieren</translation>
    </message>
    <message>
        <source>The weights could not be exported.</source>
        <translation>Die Gewichte konnten nicht exportiert werden.</translation>
    </message>
    <message>
        <source>The weights were saved: %1</source>
        <translation>Die Gewichte wurden gespeichert: %1</translation>
    </message>
    <message>
        <source>“%1” is classifying cells just now. Remove it when that has ended.</source>
        <translation>„%1“ klassifiziert gerade Zellen. Entfernen Sie es, wenn das zu Ende ist.</translation>
    </message>
    <message>
        <source>Looking for cases of this model</source>
        <translation>Fälle dieses Modells suchen</translation>
    </message>
    <message>
        <source>The model was not removed: its cases could not be counted.</source>
        <translation>Das Modell wurde nicht entfernt: Seine Fälle konnten nicht gezählt werden.</translation>
    </message>
    <message numerus="yes">
        <source>“%1” is kept: %Ln case(s) were classified with it.</source>
        <translation>
            <numerusform>„%1“ bleibt: %Ln Fall wurde damit klassifiziert.</numerusform>
            <numerusform>„%1“ bleibt: %Ln Fälle wurden damit klassifiziert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove this model?</source>
        <translation>Dieses Modell entfernen?</translation>
    </message>
    <message>
        <source>“%1” is deleted from this computer&apos;s list of models. No case refers to it.</source>
        <translation>„%1“ wird aus der Liste der Modelle auf diesem Rechner gelöscht. Kein Fall verweist darauf.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Removing the model</source>
        <translation>Modell entfernen</translation>
    </message>
    <message>
        <source>The model could not be removed.</source>
        <translation>Das Modell konnte nicht entfernt werden.</translation>
    </message>
    <message>
        <source>“%1” was removed. It classified the cells: choose another model before you go on.</source>
        <translation>„%1“ wurde entfernt. Es klassifizierte die Zellen: Wählen Sie ein anderes Modell, bevor Sie weiterarbeiten.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::NotesBox</name>
    <message>
        <source>What else should be known of this patient</source>
        <translation>Was sonst über diesen Patienten bekannt sein sollte</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Saved while you type; type no name or number that tells who a person is</source>
        <translation>Wird beim Tippen gespeichert; geben Sie keinen Namen und keine Nummer ein, die verrät, wer jemand ist</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Noch nicht gespeichert</translation>
    </message>
    <message>
        <source>Saving the notes</source>
        <translation>Die Notizen werden gespeichert</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>The notes were not saved.</source>
        <translation>Die Notizen wurden nicht gespeichert.</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Somebody else has changed these notes meanwhile, and nothing of theirs was overwritten.
Theirs: %1
Yours stand below, and are not saved before you choose.</source>
        <translation>Jemand anders hat diese Notizen inzwischen geändert, und davon wurde nichts überschrieben.
Dort steht: %1
Ihre stehen unten und werden nicht gespeichert, bevor Sie wählen.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::NoticeStrip</name>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::PatientFactDialog</name>
    <message>
        <source>Add a fact</source>
        <translation>Angabe hinzufügen</translation>
    </message>
    <message>
        <source>Change a fact</source>
        <translation>Angabe ändern</translation>
    </message>
    <message>
        <source>Fact</source>
        <translation>Angabe</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>Was erfasst wird</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Found on</source>
        <translation>Festgestellt am</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Method, laboratory, or what else belongs to this value</source>
        <translation>Methode, Labor oder was sonst zu diesem Wert gehört</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Date known</source>
        <translation>Datum bekannt</translation>
    </message>
    <message>
        <source>Whether it is known when this was found</source>
        <translation>Ob bekannt ist, wann dies festgestellt wurde</translation>
    </message>
    <message>
        <source>When it was found</source>
        <translation>Wann es festgestellt wurde</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>The fact was not saved. %1 What you have typed stands here until it is saved.</source>
        <extracomment>what is wrong and what to do about it</extracomment>
        <translation>Die Angabe wurde nicht gespeichert. %1 Was Sie eingegeben haben, bleibt hier stehen, bis es gespeichert ist.</translation>
    </message>
    <message>
        <source>Write mine</source>
        <translation>Eigenes schreiben</translation>
    </message>
    <message>
        <source>Write your value in its place; both stand in the audit trail</source>
        <translation>Ihren Wert an dessen Stelle schreiben; beide stehen im Änderungsprotokoll</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>Fremdes übernehmen</translation>
    </message>
    <message>
        <source>Leave what the other person wrote</source>
        <translation>Stehen lassen, was die andere Person geschrieben hat</translation>
    </message>
    <message>
        <source>Somebody else has changed this meanwhile, and nothing of theirs was overwritten.
Theirs: %1
Yours stands in the fields above.</source>
        <translation>Jemand anders hat dies inzwischen geändert, und davon wurde nichts überschrieben.
Dort steht: %1
Ihre Angabe steht in den Feldern oben.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::PatientListPanel</name>
    <message>
        <source>Search: name, date, state, normal:12</source>
        <translation>Suchen: Name, Datum, Zustand, normal:12</translation>
    </message>
    <message>
        <source>Search patients</source>
        <translation>Patienten suchen</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Patienten</translation>
    </message>
    <message>
        <source>Return or a double click opens the chosen session in Classify</source>
        <translation>Eingabe oder Doppelklick öffnet die gewählte Sitzung in „Klassifizieren“</translation>
    </message>
    <message>
        <source>No patient has all these words. Try fewer of them.</source>
        <translation>Kein Patient hat alle diese Wörter. Versuchen Sie es mit weniger.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln patient(s)</source>
        <translation>
            <numerusform>%Ln Patient</numerusform>
            <numerusform>%Ln Patienten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln patient(s)</source>
        <translation>
            <numerusform>%1 von %Ln Patient</numerusform>
            <numerusform>%1 von %Ln Patienten</numerusform>
        </translation>
    </message>
    <message>
        <source>Words that are part of the name, a date, the material, the state, or a class with its count (normal:12), in any order</source>
        <translation>Wörter aus Name, Datum, Material, Zustand oder einer Klasse mit ihrer Anzahl (normal:12), in beliebiger Reihenfolge</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::PatientModel</name>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Date of the last sample</source>
        <translation>Datum der letzten Probe</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Blasts</source>
        <translation>Blasten</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>%1 of %2 identified cells: %3</source>
        <translation>%1 von %2 bestimmten Zellen: %3</translation>
    </message>
    <message>
        <source>Blasts among the identified cells of the last session that has some</source>
        <translation>Blasten unter den bestimmten Zellen der letzten Sitzung, die welche hat</translation>
    </message>
    <message>
        <source>Cells of the session that the share of blasts is of</source>
        <translation>Zellen der Sitzung, aus der der Anteil der Blasten stammt</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::PatientPage</name>
    <message>
        <source>Open in Classify</source>
        <translation>In „Klassifizieren“ öffnen</translation>
    </message>
    <message>
        <source>Show the cells of the chosen session in Classify</source>
        <translation>Die Zellen der gewählten Sitzung unter „Klassifizieren“ zeigen</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Bericht…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Save the chosen session or the whole case for other programs</source>
        <translation>Die gewählte Sitzung oder den ganzen Fall für andere Programme speichern</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Angaben</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>No session yet</source>
        <translation>Noch keine Sitzung</translation>
    </message>
    <message>
        <source>Look at the report of the chosen session, save or print it</source>
        <translation>Den Bericht der gewählten Sitzung ansehen, speichern oder drucken</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::PicturesPage</name>
    <message>
        <source>Do errors go with the pictures?</source>
        <translation>Hängen Fehler mit den Bildern zusammen?</translation>
    </message>
    <message>
        <source>Size, sharpness and stain of the test cells are measured from the run&apos;s data, and the share of errors is shown over fifths of the cells.</source>
        <translation>Größe, Schärfe und Färbung der Testzellen werden aus den Daten des Laufs gemessen, und der Fehleranteil wird über Fünftel der Zellen gezeigt.</translation>
    </message>
    <message>
        <source>Measure pictures</source>
        <translation>Bilder vermessen</translation>
    </message>
    <message>
        <source>Reads the run&apos;s data; quick where they were read before</source>
        <translation>Liest die Daten des Laufs; schnell, wo sie schon gelesen wurden</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Wird vermessen…</translation>
    </message>
    <message>
        <source>Each bar holds a fifth of the test cells; the lines are 95 % intervals over the same units as all others here. A difference may come from the patients that a fifth happens to hold.</source>
        <translation>Jeder Balken enthält ein Fünftel der Testzellen; die Striche sind 95-%-Intervalle über dieselben Einheiten wie alle anderen hier. Ein Unterschied kann von den Patienten kommen, die ein Fünftel zufällig enthält.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s) were not found in the data.</source>
        <translation>
            <numerusform>%Ln Zelle wurde in den Daten nicht gefunden.</numerusform>
            <numerusform>%Ln Zellen wurden in den Daten nicht gefunden.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ProbabilityBars</name>
    <message>
        <source>Probability the model gives each class</source>
        <translation>Wahrscheinlichkeit, die das Modell jeder Klasse gibt</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ProblemDialog</name>
    <message>
        <source>Report a problem</source>
        <translation>Problem melden</translation>
    </message>
    <message>
        <source>Puts what is listed below into a zip file, which you can hand on. No image and no name goes into it, and nothing is sent.</source>
        <translation>Legt in eine Zip-Datei, was unten aufgeführt ist; Sie können sie weitergeben. Kein Bild und kein Name kommt hinein, und nichts wird gesendet.</translation>
    </message>
    <message>
        <source>What &amp;happened?</source>
        <translation>Was ist &amp;geschehen?</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschehen ist</translation>
    </message>
    <message>
        <source>What you did, what you expected, and what came instead</source>
        <translation>Was Sie getan haben, was Sie erwartet haben und was stattdessen kam</translation>
    </message>
    <message>
        <source>What the zip holds</source>
        <translation>Was die Zip-Datei enthält</translation>
    </message>
    <message>
        <source>Content of the chosen entry</source>
        <translation>Inhalt des gewählten Eintrags</translation>
    </message>
    <message>
        <source>Save zip…</source>
        <translation>Zip speichern…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Reading the log and the names that have to be taken out of it…</source>
        <translation>Die Logdatei und die Namen, die daraus zu entfernen sind, werden gelesen…</translation>
    </message>
    <message>
        <source>Reading the log</source>
        <translation>Die Logdatei wird gelesen</translation>
    </message>
    <message>
        <source>Names became NAME, places FILE. Look through the entries before you hand the file on.</source>
        <translation>Aus Namen wurde NAME, aus Orten FILE. Sehen Sie die Einträge durch, bevor Sie die Datei weitergeben.</translation>
    </message>
    <message>
        <source>The case store could not be read, so the names in it are not known: of the log only times and codes of errors go into the file. Leave names out of what you type.</source>
        <translation>Der Fallspeicher konnte nicht gelesen werden, daher sind die Namen darin nicht bekannt: Aus der Logdatei kommen nur Zeiten und Fehlercodes in die Datei. Nennen Sie in Ihrem Text keine Namen.</translation>
    </message>
    <message>
        <source>Save the report of a problem</source>
        <translation>Problembericht speichern</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Zip-Dateien (*.zip)</translation>
    </message>
    <message>
        <source>Saving the report of a problem</source>
        <translation>Problembericht wird gespeichert</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Gespeichert: %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ProblemModel</name>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ReasonsRow</name>
    <message>
        <source>What is laid over the picture</source>
        <translation>Was über das Bild gelegt wird</translation>
    </message>
    <message>
        <source>Lays over the picture what speaks for the model&apos;s most probable class</source>
        <translation>Legt über das Bild, was für die wahrscheinlichste Klasse des Modells spricht</translation>
    </message>
    <message>
        <source>Picture only</source>
        <translation>Nur das Bild</translation>
    </message>
    <message>
        <source>Where the model looks</source>
        <translation>Wohin das Modell blickt</translation>
    </message>
    <message>
        <source>Where it looks, finer</source>
        <translation>Wohin es blickt, feiner</translation>
    </message>
    <message>
        <source>Single pixels (slow)</source>
        <translation>Einzelne Pixel (langsam)</translation>
    </message>
    <message>
        <source>Integrated gradients from a black picture</source>
        <translation>Integrierte Gradienten von einem schwarzen Bild aus</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>How strongly it covers the picture</source>
        <translation>Wie stark es das Bild überdeckt</translation>
    </message>
    <message>
        <source>Grad-CAM of the network&apos;s last block; of a forest Ablation-CAM</source>
        <translation>Grad-CAM des letzten Blocks des Netzes; bei einem Random Forest Ablation-CAM</translation>
    </message>
    <message>
        <source>Grad-CAM of an earlier block; of a forest Ablation-CAM, which is slow</source>
        <translation>Grad-CAM eines früheren Blocks; bei einem Random Forest Ablation-CAM, das dauert</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ReportDialog</name>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ReportPreview</name>
    <message>
        <source>Pages of the report</source>
        <translation>Seiten des Berichts</translation>
    </message>
    <message>
        <source>All cells</source>
        <translation>Alle Zellen</translation>
    </message>
    <message>
        <source>Every cell&apos;s picture on further pages, not only a choice of each class</source>
        <translation>Das Bild jeder Zelle auf weiteren Seiten, nicht nur eine Auswahl jeder Klasse</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>Vorige Seite</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+wheel)</source>
        <translation>Kleiner (Strg+Mausrad)</translation>
    </message>
    <message>
        <source>Larger (Ctrl+wheel)</source>
        <translation>Größer (Strg+Mausrad)</translation>
    </message>
    <message>
        <source>As wide as the window</source>
        <translation>So breit wie das Fenster</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Drucken…</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>The report is being made…</source>
        <translation>Der Bericht wird erstellt…</translation>
    </message>
    <message>
        <source>Making the report</source>
        <translation>Bericht wird erstellt</translation>
    </message>
    <message>
        <source>There is no report to show.</source>
        <translation>Es gibt keinen Bericht zu zeigen.</translation>
    </message>
    <message>
        <source>The report could not be made.</source>
        <translation>Der Bericht konnte nicht erstellt werden.</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Report.pdf</source>
        <translation>Bericht.pdf</translation>
    </message>
    <message>
        <source>Report %1.pdf</source>
        <translation>Bericht %1.pdf</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>Bericht wird geschrieben</translation>
    </message>
    <message>
        <source>The report could not be written.</source>
        <translation>Der Bericht konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Report of case %1</source>
        <translation>Bericht zu Fall %1</translation>
    </message>
    <message>
        <source>Printing the report</source>
        <translation>Bericht wird gedruckt</translation>
    </message>
    <message>
        <source>The report could not be printed.</source>
        <translation>Der Bericht konnte nicht gedruckt werden.</translation>
    </message>
    <message>
        <source>1 page was sent to the printer.</source>
        <translation>1 Seite wurde an den Drucker gesendet.</translation>
    </message>
    <message>
        <source>%1 pages were sent to the printer.</source>
        <translation>%1 Seiten wurden an den Drucker gesendet.</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <extracomment>numbers of a page and of all pages</extracomment>
        <translation>Seite %1 von %2</translation>
    </message>
    <message>
        <source>%1&#xa0;%</source>
        <extracomment>how large pages are shown</extracomment>
        <translation>%1&#xa0;%</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ReportStrip</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the report in the program for PDF files</source>
        <translation>Den Bericht im PDF-Programm öffnen</translation>
    </message>
    <message>
        <source>Report saved, 1 page: %1</source>
        <translation>Bericht gespeichert, 1 Seite: %1</translation>
    </message>
    <message>
        <source>Report saved, %1 pages: %2</source>
        <translation>Bericht gespeichert, %1 Seiten: %2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::RulesPanel</name>
    <message>
        <source>Two people sign each case</source>
        <translation>Jeden Fall signieren zwei Personen</translation>
    </message>
    <message>
        <source>A case is signed once two reviewers or administrators have signed it</source>
        <translation>Ein Fall ist signiert, wenn zwei Personen der Befundung oder Administration ihn signiert haben</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source> min</source>
        <extracomment>behind a number of minutes</extracomment>
        <translation> min</translation>
    </message>
    <message>
        <source>Lock the window after minutes without input</source>
        <translation>Das Fenster nach Minuten ohne Eingabe sperren</translation>
    </message>
    <message>
        <source>Without mouse or keyboard the window locks itself after this time; 0 is never</source>
        <translation>Ohne Maus und Tastatur sperrt sich das Fenster nach dieser Zeit; 0 heißt nie</translation>
    </message>
    <message>
        <source>Lock the window after</source>
        <translation>Das Fenster sperren nach</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::RunBar</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on with this run from its last checkpoint</source>
        <translation>Diesen Lauf ab seinem letzten Sicherungspunkt fortsetzen</translation>
    </message>
    <message>
        <source>Extend…</source>
        <translation>Verlängern…</translation>
    </message>
    <message>
        <source>Train every fold of this run for some epochs more</source>
        <translation>Jeden Fold dieses Laufs einige Epochen weiter trainieren</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Rest after the batch that runs: the computer is free until you resume</source>
        <translation>Nach dem laufenden Stapel ruhen: Der Rechner ist frei, bis Sie weitermachen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Go on training</source>
        <translation>Weiter trainieren</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>End this training; what it has done is kept and can be continued later</source>
        <translation>Dieses Training beenden; was getan ist, bleibt und kann später fortgesetzt werden</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Vorbereitung</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>Wird pausiert…</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>Nicht fertig</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Choose settings on the left and start, or open an earlier run.</source>
        <translation>Wählen Sie links Einstellungen und starten Sie, oder öffnen Sie einen früheren Lauf.</translation>
    </message>
    <message>
        <source>the batch that runs is ended first</source>
        <translation>der laufende Stapel wird erst beendet</translation>
    </message>
    <message>
        <source>the batch that runs is ended and a checkpoint written</source>
        <translation>der laufende Stapel wird beendet und ein Sicherungspunkt geschrieben</translation>
    </message>
    <message>
        <source>%1 The run tries again by itself every few seconds.</source>
        <translation>%1 Der Lauf versucht es alle paar Sekunden von selbst wieder.</translation>
    </message>
    <message>
        <source>the computer is free; the run goes on where it rests</source>
        <translation>der Rechner ist frei; der Lauf geht dort weiter, wo er ruht</translation>
    </message>
    <message>
        <source>%1 of %2 cells</source>
        <translation>%1 von %2 Zellen</translation>
    </message>
    <message>
        <source>%1 left at most</source>
        <translation>höchstens noch %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::RunLog</name>
    <message>
        <source>Log of the run</source>
        <translation>Log des Laufs</translation>
    </message>
    <message>
        <source>Waiting: %1 %2</source>
        <translation>Wartet: %1 %2</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>, best so far</source>
        <translation>, bisher am besten</translation>
    </message>
    <message>
        <source>Fold %1, epoch %2: validation %3, loss %4; training %5, loss %6 (%7)%8</source>
        <translation>Fold %1, Epoche %2: Validierung %3, Verlust %4; Training %5, Verlust %6 (%7)%8</translation>
    </message>
    <message>
        <source>Fold %1 is done after %2 epochs: test %3, loss %4 with the weights of epoch %5</source>
        <translation>Fold %1 ist nach %2 Epochen fertig: Test %3, Verlust %4 mit den Gewichten von Epoche %5</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::RunNotes</name>
    <message>
        <source>Show which tensors were not loaded</source>
        <translation>Zeigen, welche Tensoren nicht geladen wurden</translation>
    </message>
    <message>
        <source>Tensors that were not loaded</source>
        <translation>Nicht geladene Tensoren</translation>
    </message>
    <message>
        <source>Pretrained weights: %1 of %2 tensors loaded, %3 not</source>
        <translation>Vortrainierte Gewichte: %1 von %2 Tensoren geladen, %3 nicht</translation>
    </message>
    <message>
        <source>started at random: %1</source>
        <translation>zufällig begonnen: %1</translation>
    </message>
    <message>
        <source>in the file, not used: %1</source>
        <translation>in der Datei, nicht benutzt: %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::RunView</name>
    <message>
        <source>Folds</source>
        <translation>Folds</translation>
    </message>
    <message>
        <source>Fold whose model is used</source>
        <translation>Fold, dessen Modell benutzt wird</translation>
    </message>
    <message>
        <source>Use for classifying</source>
        <translation>Zum Klassifizieren nutzen</translation>
    </message>
    <message>
        <source>Classify cells with the best model of this fold</source>
        <translation>Zellen mit dem besten Modell dieses Folds klassifizieren</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Bericht…</translation>
    </message>
    <message>
        <source>Save settings, curves and the table of folds as PDF</source>
        <translation>Einstellungen, Kurven und die Fold-Tabelle als PDF speichern</translation>
    </message>
    <message>
        <source>Table of folds</source>
        <translation>Tabelle der Folds</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>What is shown of the run</source>
        <translation>Was vom Lauf gezeigt wird</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Notes (%1)</source>
        <translation>Hinweise (%1)</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SampleCase</name>
    <message>
        <source>A second reading is open in Classify: leave or finish it first.</source>
        <translation>Unter „Klassifizieren“ ist eine Zweitbeurteilung offen: Verlassen Sie sie zuerst, oder schließen Sie sie ab.</translation>
    </message>
    <message>
        <source>Pictures of yours wait in Classify for a model: choose one first.</source>
        <translation>Unter „Klassifizieren“ warten Bilder von Ihnen auf ein Modell: Wählen Sie zuerst eines.</translation>
    </message>
    <message>
        <source>Looking for the sample case</source>
        <translation>Beispielfall wird gesucht</translation>
    </message>
    <message>
        <source>The sample case could not be looked for.</source>
        <translation>Der Beispielfall konnte nicht gesucht werden.</translation>
    </message>
    <message>
        <source>Demonstration cells</source>
        <translation>Vorführzellen</translation>
    </message>
    <message>
        <source>The demonstration cells could not be made.</source>
        <translation>Die Vorführzellen konnten nicht angelegt werden.</translation>
    </message>
    <message>
        <source>Another training is running, and the sample needs one of its own. Look around again when it has ended.</source>
        <translation>Ein anderes Training läuft, und das Beispiel braucht ein eigenes. Sehen Sie sich wieder um, wenn es beendet ist.</translation>
    </message>
    <message>
        <source>The sample&apos;s training failed.</source>
        <translation>Das Training des Beispiels ist gescheitert.</translation>
    </message>
    <message>
        <source>Choosing unseen cells</source>
        <translation>Unbekannte Zellen werden gewählt</translation>
    </message>
    <message>
        <source>The unseen cells could not be chosen.</source>
        <translation>Die unbekannten Zellen konnten nicht gewählt werden.</translation>
    </message>
    <message>
        <source>Sample (demonstration cells)</source>
        <extracomment>name of a case</extracomment>
        <translation>Beispiel (Vorführzellen)</translation>
    </message>
    <message>
        <source>Reading the case</source>
        <translation>Fall wird gelesen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SampleEditor</name>
    <message>
        <source>Comment for the report</source>
        <translation>Kommentar für den Bericht</translation>
    </message>
    <message>
        <source>Sample of</source>
        <translation>Probe vom</translation>
    </message>
    <message>
        <source>When the sample was taken</source>
        <translation>Wann die Probe genommen wurde</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>Material</translation>
    </message>
    <message>
        <source>What lay under the microscope</source>
        <translation>Was unter dem Mikroskop lag</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Printed on the report; saved as soon as you leave the field</source>
        <translation>Steht auf dem Bericht; wird gespeichert, sobald Sie das Feld verlassen</translation>
    </message>
    <message>
        <source>This session is signed: reopen it in Classify to change its sample.</source>
        <translation>Diese Sitzung ist signiert: Öffnen Sie sie unter „Klassifizieren“ wieder, um ihre Probe zu ändern.</translation>
    </message>
    <message>
        <source>Saving the sample</source>
        <translation>Die Probe wird gespeichert</translation>
    </message>
    <message>
        <source>The sample was not saved.</source>
        <translation>Die Probe wurde nicht gespeichert.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SampleStrip</name>
    <message>
        <source>Take the tour</source>
        <translation>Rundgang machen</translation>
    </message>
    <message>
        <source>Be shown round the window meanwhile, about a minute</source>
        <translation>Sich inzwischen das Fenster zeigen lassen, etwa eine Minute</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Open the sample case in Classify</source>
        <translation>Den Beispielfall in „Klassifizieren“ öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Look around once more; what is done already is used</source>
        <translation>Sich noch einmal umsehen; was schon fertig ist, wird verwendet</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop making the sample; what is done is kept</source>
        <translation>Das Anlegen des Beispiels anhalten; was getan ist, bleibt</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Sample, step 1 of 3: demonstration cells are drawn.</source>
        <translation>Beispiel, Schritt 1 von 3: Vorführzellen werden gezeichnet.</translation>
    </message>
    <message>
        <source>Sample, step 2 of 3: the training rests. Resume it in Train.</source>
        <translation>Beispiel, Schritt 2 von 3: Das Training ruht. Setzen Sie es unter „Trainieren“ fort.</translation>
    </message>
    <message>
        <source>Sample, step 2 of 3: a model learns from these cells. Train shows how.</source>
        <translation>Beispiel, Schritt 2 von 3: Ein Modell lernt aus diesen Zellen. „Trainieren“ zeigt, wie.</translation>
    </message>
    <message>
        <source>The sample case is ready.</source>
        <translation>Der Beispielfall ist bereit.</translation>
    </message>
    <message>
        <source>The sample case is ready, but not shown.</source>
        <translation>Der Beispielfall ist bereit, wird aber nicht gezeigt.</translation>
    </message>
    <message>
        <source>Sample, step 3 of 3: the model classifies cells that it has never seen.</source>
        <translation>Beispiel, Schritt 3 von 3: Das Modell klassifiziert Zellen, die es nie gesehen hat.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ScaleBar</name>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>%1 nm</source>
        <translation>%1 nm</translation>
    </message>
    <message>
        <source>%1 µm</source>
        <translation>%1 µm</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SessionsPanel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Sessions of the patient</source>
        <translation>Sitzungen des Patienten</translation>
    </message>
    <message>
        <source>Return or a double click opens a session in Classify</source>
        <translation>Eingabe oder Doppelklick öffnet eine Sitzung in „Klassifizieren“</translation>
    </message>
    <message>
        <source>Days since the start of treatment</source>
        <translation>Tage seit Beginn der Behandlung</translation>
    </message>
    <message>
        <source>No session has identified cells yet: the course appears with the first of them.</source>
        <translation>Noch hat keine Sitzung bestimmte Zellen: Mit der ersten erscheint der Verlauf.</translation>
    </message>
    <message>
        <source>Show days since the recorded start of treatment in place of dates</source>
        <translation>Tage seit dem erfassten Beginn der Behandlung statt Daten zeigen</translation>
    </message>
    <message>
        <source>Record the start of treatment among the facts first.</source>
        <translation>Erfassen Sie zuerst unter „Angaben“ den Beginn der Behandlung.</translation>
    </message>
    <message>
        <source>%1 of %2 identified cells; Wilson interval: counting error only</source>
        <translation>%1 von %2 bestimmten Zellen; Wilson-Intervall: nur der Zählfehler</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>Material</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Blasts (95 % interval)</source>
        <translation>Blasten (95-%-Intervall)</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Signiert von</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Anzahlen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingEditor</name>
    <message>
        <source>Tables (*.csv *.tsv);;All files (*)</source>
        <translation>Tabellen (*.csv *.tsv);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>Words that stand in a setting of any section (%1)</source>
        <translation>Wörter, die in einer Einstellung eines beliebigen Abschnitts stehen (%1)</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>No such setting</source>
        <translation>Keine solche Einstellung</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>Klassifizieren</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Berichte</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicherung</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>Rechnen</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Settings file</source>
        <translation>Einstellungsdatei</translation>
    </message>
    <message>
        <source>All sections in one file, for another seat or for later. Your name, what you opened last and the address of a server are not in it.</source>
        <translation>Alle Abschnitte in einer Datei, für einen anderen Arbeitsplatz oder für später. Ihr Name, zuletzt Geöffnetes und die Adresse eines Servers sind nicht darin.</translation>
    </message>
    <message>
        <source>Set the settings of all sections, but for the shortcuts, back to how they were delivered</source>
        <translation>Die Einstellungen aller Abschnitte, außer den Tastenkürzeln, auf den Auslieferungszustand zurücksetzen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingsForm</name>
    <message>
        <source>Data and protocol</source>
        <translation>Daten und Protokoll</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Optimisation</source>
        <translation>Optimierung</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Augmentierung</translation>
    </message>
    <message>
        <source>Show or hide these settings</source>
        <translation>Diese Einstellungen zeigen oder verbergen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Show or hide settings that are seldom changed</source>
        <translation>Selten geänderte Einstellungen zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>Weniger</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingsImportDialog</name>
    <message>
        <source>Import settings</source>
        <translation>Einstellungen importieren</translation>
    </message>
    <message numerus="yes">
        <source>%Ln setting(s) will change</source>
        <translation>
            <numerusform>%Ln Einstellung wird geändert</numerusform>
            <numerusform>%Ln Einstellungen werden geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing will change</source>
        <translation>Nichts wird geändert</translation>
    </message>
    <message numerus="yes">
        <source>%Ln setting(s) of the file are the same here.</source>
        <translation>
            <numerusform>%Ln Einstellung der Datei ist hier gleich.</numerusform>
            <numerusform>%Ln Einstellungen der Datei sind hier gleich.</numerusform>
        </translation>
    </message>
    <message>
        <source>What will change</source>
        <translation>Was geändert wird</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Danach</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entry(s) of the file cannot be taken over</source>
        <translation>
            <numerusform>%Ln Eintrag der Datei lässt sich nicht übernehmen</numerusform>
            <numerusform>%Ln Einträge der Datei lassen sich nicht übernehmen</numerusform>
        </translation>
    </message>
    <message>
        <source>What cannot be taken over</source>
        <translation>Was sich nicht übernehmen lässt</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Apply the rest</source>
        <translation>Übrige anwenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingsPage</name>
    <message>
        <source>Click into a field and press the keys. They hold at once. Keys of review without Ctrl (digits, letters, Space, Enter) are fixed, and so are those on slides and in lists of cells; ? shows them in Classify.</source>
        <translation>Klicken Sie in ein Feld und drücken Sie die Tasten. Sie gelten sofort. Die Tasten der Prüfung ohne Strg (Ziffern, Buchstaben, Leertaste, Eingabe) sind fest, ebenso die auf Präparaten und in Zelllisten; ? zeigt sie unter „Klassifizieren“.</translation>
    </message>
    <message>
        <source>Set all shortcuts back</source>
        <translation>Alle Tastenkürzel zurücksetzen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingsTransfer</name>
    <message>
        <source>Export settings…</source>
        <translation>Einstellungen exportieren…</translation>
    </message>
    <message>
        <source>Import settings…</source>
        <translation>Einstellungen importieren…</translation>
    </message>
    <message>
        <source>Undo import</source>
        <translation>Import rückgängig machen</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>Einstellungen exportieren</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>Einstellungen (*.json)</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Gespeichert: %1</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Einstellungen importieren</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln setting(s) were changed. They can be taken back until this dialog is closed.</source>
        <translation>
            <numerusform>%Ln Einstellung wurde geändert. Bis dieser Dialog geschlossen wird, lässt sich das zurücknehmen.</numerusform>
            <numerusform>%Ln Einstellungen wurden geändert. Bis dieser Dialog geschlossen wird, lässt sich das zurücknehmen.</numerusform>
        </translation>
    </message>
    <message>
        <source>The import was taken back.</source>
        <translation>Der Import wurde zurückgenommen.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ShortcutEditor</name>
    <message>
        <source>Press the keys that shall do this</source>
        <translation>Drücken Sie die Tasten, die dies tun sollen</translation>
    </message>
    <message>
        <source>Set back to %1</source>
        <translation>Auf %1 zurücksetzen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 was not taken. %2</source>
        <translation>%1 wurde nicht übernommen. %2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SimilarCells</name>
    <message>
        <source>Training cell, %1</source>
        <translation>Trainingszelle, %1</translation>
    </message>
    <message>
        <source>%1
Training cell, %2. Click to enlarge it.</source>
        <extracomment>a file, its class; shown while the pointer rests on a training cell</extracomment>
        <translation>%1
Trainingszelle, %2. Klicken vergrößert sie.</translation>
    </message>
    <message>
        <source>%1 %2 of %3</source>
        <extracomment>a class, how many of the nearest training cells are of it, and how many were looked at</extracomment>
        <translation>%1 %2 von %3</translation>
    </message>
    <message>
        <source>Most like these training cells: %1</source>
        <translation>Den Trainingszellen am ähnlichsten: %1</translation>
    </message>
    <message>
        <source>The training cells that the model&apos;s last layer finds nearest to this one, by their labels. Pictures are shown of those that were read on this computer and still are there.</source>
        <translation>Die Trainingszellen, die für die letzte Schicht des Modells dieser am nächsten liegen, nach ihren Klassen. Bilder werden von denen gezeigt, die auf diesem Computer gelesen wurden und noch da sind.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideBar</name>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Move the slide by dragging, choose cells by clicking (V)</source>
        <translation>Durch Ziehen verschieben, durch Klicken Zellen auswählen (V)</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Draw a rectangle: cells are then sought in it (E)</source>
        <translation>Ein Rechteck zeichnen: Zellen werden dann darin gesucht (E)</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Vieleck</translation>
    </message>
    <message>
        <source>Draw a polygon by clicks, closed by a double click: cells are then sought in it (P)</source>
        <translation>Ein Vieleck durch Klicken zeichnen, ein Doppelklick schließt es: Zellen werden dann darin gesucht (P)</translation>
    </message>
    <message>
        <source>Mark a cell</source>
        <translation>Zelle markieren</translation>
    </message>
    <message>
        <source>Click a white cell that was missed (A)</source>
        <translation>Eine übersehene weiße Zelle anklicken (A)</translation>
    </message>
    <message>
        <source>Whole slide</source>
        <translation>Ganzes Präparat</translation>
    </message>
    <message>
        <source>Show the whole slide (Home)</source>
        <translation>Das ganze Präparat zeigen (Pos1)</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Drehen</translation>
    </message>
    <message>
        <source>Turn by 90° (R; Shift+R: the other way)</source>
        <translation>Um 90° drehen (R; Umschalt+R: andersherum)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Find cells</source>
        <translation>Zellen finden</translation>
    </message>
    <message>
        <source>How to find cells</source>
        <translation>Wie Zellen gesucht werden</translation>
    </message>
    <message>
        <source>Where, and how many</source>
        <translation>Wo, und wie viele</translation>
    </message>
    <message>
        <source>Send to Classify</source>
        <translation>Zum Klassifizieren</translation>
    </message>
    <message>
        <source>Find on every slide of the list</source>
        <translation>In jedem Präparat der Liste suchen</translation>
    </message>
    <message>
        <source>Forget the drawn area</source>
        <translation>Gezeichneten Bereich vergessen</translation>
    </message>
    <message>
        <source>Only where cells lie side by side</source>
        <translation>Nur wo Zellen nebeneinanderliegen</translation>
    </message>
    <message>
        <source>Passes over parts of a smear that are empty or in which red cells lie on one another</source>
        <translation>Übergeht Teile des Ausstrichs, die leer sind oder in denen rote Zellen übereinanderliegen</translation>
    </message>
    <message>
        <source>All cells</source>
        <translation>Alle Zellen</translation>
    </message>
    <message>
        <source>Stop after %L1 cells a slide</source>
        <translation>Nach %L1 Zellen je Präparat aufhören</translation>
    </message>
    <message>
        <source>Looked for in scattered parts, so that they come from the whole area</source>
        <translation>In verstreuten Teilen gesucht, damit sie aus dem ganzen Bereich stammen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Find cells in the area</source>
        <translation>Zellen im Bereich finden</translation>
    </message>
    <message>
        <source>Stop the search; what was found stays</source>
        <translation>Die Suche anhalten; Gefundenes bleibt</translation>
    </message>
    <message>
        <source>Look for white cells in the drawn area (F)</source>
        <translation>Weiße Zellen im gezeichneten Bereich suchen (F)</translation>
    </message>
    <message>
        <source>Look for white cells on the whole slide (F)</source>
        <translation>Weiße Zellen im ganzen Präparat suchen (F)</translation>
    </message>
    <message>
        <source>Send %L1 to Classify</source>
        <translation>%L1 zum Klassifizieren</translation>
    </message>
    <message>
        <source>With the program&apos;s own finder</source>
        <translation>Mit der Suche des Programms</translation>
    </message>
    <message>
        <source>Finds white cells by their stained nuclei; needs no training</source>
        <translation>Findet weiße Zellen an ihren gefärbten Kernen; braucht kein Training</translation>
    </message>
    <message>
        <source>Choose a trained finder…</source>
        <translation>Trainierte Suche wählen…</translation>
    </message>
    <message>
        <source>Train a finder…</source>
        <translation>Zellsuche trainieren…</translation>
    </message>
    <message>
        <source>From fields in which somebody drew boxes around the cells</source>
        <translation>Aus Feldern, in denen jemand Rahmen um die Zellen gezogen hat</translation>
    </message>
    <message>
        <source>With %1</source>
        <translation>Mit %1</translation>
    </message>
    <message>
        <source>Open slides or photographs of fields</source>
        <translation>Präparate oder Fotos von Feldern öffnen</translation>
    </message>
    <message>
        <source>Open all slides and pictures of a folder</source>
        <translation>Alle Präparate und Bilder eines Ordners öffnen</translation>
    </message>
    <message>
        <source>Take back the last change of marks</source>
        <translation>Die letzte Änderung der Markierungen zurücknehmen</translation>
    </message>
    <message>
        <source>Do it again</source>
        <translation>Noch einmal ausführen</translation>
    </message>
    <message>
        <source>Cut out the cells that were found or marked, and classify them in the open case</source>
        <translation>Die gefundenen und markierten Zellen ausschneiden und im offenen Fall klassifizieren</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideCellPanel</name>
    <message>
        <source>Cell</source>
        <translation>Zelle</translation>
    </message>
    <message>
        <source>Click a cell on the slide to see it here.</source>
        <translation>Klicken Sie im Präparat auf eine Zelle, um sie hier zu sehen.</translation>
    </message>
    <message>
        <source>Picture of the cell</source>
        <translation>Bild der Zelle</translation>
    </message>
    <message>
        <source>Outlines of nucleus and cell</source>
        <translation>Umrisse von Kern und Zelle</translation>
    </message>
    <message>
        <source>Nucleus yellow, whole cell green, as the program sees them</source>
        <translation>Kern gelb, ganze Zelle grün, wie das Programm sie sieht</translation>
    </message>
    <message>
        <source>Show in Classify</source>
        <translation>In „Klassifizieren“ zeigen</translation>
    </message>
    <message>
        <source>Go to this cell&apos;s card</source>
        <translation>Zur Karte dieser Zelle gehen</translation>
    </message>
    <message>
        <source>No cell</source>
        <translation>Keine Zelle</translation>
    </message>
    <message>
        <source>This is no white cell: take the mark out. A cell that is in the case is left out of its counts, or counted again (Del)</source>
        <translation>Das ist keine weiße Zelle: Markierung herausnehmen. Eine Zelle, die im Fall ist, wird nicht mehr gezählt, oder wieder gezählt (Entf)</translation>
    </message>
    <message>
        <source>Measuring a cell</source>
        <translation>Zelle wird vermessen</translation>
    </message>
    <message>
        <source>Count again</source>
        <translation>Wieder zählen</translation>
    </message>
    <message>
        <source>No nucleus was made out in this picture.</source>
        <translation>In diesem Bild war kein Kern auszumachen.</translation>
    </message>
    <message>
        <source>Area of the cell</source>
        <translation>Fläche der Zelle</translation>
    </message>
    <message>
        <source>Area of the nucleus</source>
        <translation>Fläche des Kerns</translation>
    </message>
    <message>
        <source>Nucleus to cell</source>
        <translation>Kern zu Zelle</translation>
    </message>
    <message>
        <source>Roundness of the cell</source>
        <translation>Rundheit der Zelle</translation>
    </message>
    <message>
        <source>Roundness of the nucleus</source>
        <translation>Rundheit des Kerns</translation>
    </message>
    <message>
        <source>Lobes of the nucleus</source>
        <translation>Lappen des Kerns</translation>
    </message>
    <message>
        <source>Entropy of the nucleus</source>
        <extracomment>Shannon entropy of its grey levels: how rich its texture is</extracomment>
        <translation>Entropie des Kerns</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 Bit</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideFactsPanel</name>
    <message>
        <source>Slide</source>
        <translation>Präparat</translation>
    </message>
    <message>
        <source>µm per px</source>
        <translation>µm je px</translation>
    </message>
    <message>
        <source>How large a pixel is. Sizes of cells are judged by it; empty: what the file says, or what the red cells tell</source>
        <translation>Wie groß ein Pixel ist. Danach werden Zellgrößen beurteilt; leer: was die Datei sagt oder die roten Zellen zeigen</translation>
    </message>
    <message>
        <source>Label and overview</source>
        <translation>Etikett und Übersicht</translation>
    </message>
    <message>
        <source>Pictures that the scanner took besides. The label may name the patient: it is shown only here, and only when chosen</source>
        <translation>Bilder, die der Scanner zusätzlich aufgenommen hat. Das Etikett kann den Patienten nennen: Es wird nur hier gezeigt, und nur auf Wunsch</translation>
    </message>
    <message>
        <source>Scanner&apos;s notes</source>
        <translation>Angaben des Scanners</translation>
    </message>
    <message>
        <source>All that the scanner wrote into the file</source>
        <translation>Alles, was der Scanner in die Datei geschrieben hat</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Slide (%1)</source>
        <translation>Präparat (%1)</translation>
    </message>
    <message>
        <source>objective %1×</source>
        <translation>Objektiv %1×</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>as typed</source>
        <translation>wie eingegeben</translation>
    </message>
    <message>
        <source>from the file</source>
        <translation>aus der Datei</translation>
    </message>
    <message>
        <source>from the red cells</source>
        <translation>aus den roten Zellen</translation>
    </message>
    <message>
        <source>Label (may name the patient)</source>
        <translation>Etikett (kann den Patienten nennen)</translation>
    </message>
    <message>
        <source>Whole glass</source>
        <translation>Ganzer Objektträger</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>eine Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>Reading a picture of the slide</source>
        <translation>Bild des Präparats wird gelesen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideList</name>
    <message>
        <source>Slides and fields</source>
        <translation>Präparate und Felder</translation>
    </message>
    <message>
        <source>Close slide</source>
        <translation>Präparat schließen</translation>
    </message>
    <message>
        <source>Cells go to the open case, which has no name yet</source>
        <translation>Zellen gehören zum offenen Fall (noch ohne Namen)</translation>
    </message>
    <message>
        <source>Cells go to the case %1</source>
        <translation>Zellen gehören zum Fall %1</translation>
    </message>
    <message>
        <source>Take the shown slide from the list; its cells stay with the case</source>
        <translation>Das gezeigte Präparat aus der Liste nehmen; seine Zellen bleiben beim Fall</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideListModel</name>
    <message>
        <source>cannot be opened</source>
        <translation>lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>no cells marked</source>
        <translation>keine Zellen markiert</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln Zelle</numerusform>
            <numerusform>%Ln Zellen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideMarks</name>
    <message>
        <source>Reading the cells on slides</source>
        <translation>Zellen auf Präparaten werden gelesen</translation>
    </message>
    <message>
        <source>The cells on slides could not be read.</source>
        <translation>Die Zellen auf Präparaten konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The cells on slides are being read. Try again in a moment.</source>
        <translation>Die Zellen auf Präparaten werden gerade gelesen. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>find cells</source>
        <translation>Zellen finden</translation>
    </message>
    <message>
        <source>mark a cell</source>
        <translation>Zelle markieren</translation>
    </message>
    <message>
        <source>take out a mark</source>
        <translation>Markierung herausnehmen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideSession</name>
    <message>
        <source>Finding slides</source>
        <translation>Präparate werden gesucht</translation>
    </message>
    <message>
        <source>The slides could not be opened.</source>
        <translation>Die Präparate konnten nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>Nothing was opened there.</source>
        <translation>Dort wurde nichts geöffnet.</translation>
    </message>
    <message>
        <source>Opening the slide</source>
        <translation>Präparat wird geöffnet</translation>
    </message>
    <message>
        <source>Marking a cell</source>
        <translation>Zelle wird markiert</translation>
    </message>
    <message>
        <source>The cell could not be marked.</source>
        <translation>Die Zelle konnte nicht markiert werden.</translation>
    </message>
    <message>
        <source>There is no cell to hand over. Find cells first, or mark one.</source>
        <translation>Es gibt keine Zelle zu übergeben. Suchen Sie zuerst Zellen, oder markieren Sie eine.</translation>
    </message>
    <message>
        <source>Cutting out cells</source>
        <translation>Zellen werden ausgeschnitten</translation>
    </message>
    <message>
        <source>The cells could not be cut out.</source>
        <translation>Die Zellen konnten nicht ausgeschnitten werden.</translation>
    </message>
    <message>
        <source>Another case was opened meanwhile: the cells were not handed over.</source>
        <translation>Inzwischen wurde ein anderer Fall geöffnet: Die Zellen wurden nicht übergeben.</translation>
    </message>
    <message>
        <source>A cell could not be cut out.</source>
        <translation>Eine Zelle konnte nicht ausgeschnitten werden.</translation>
    </message>
    <message>
        <source>Finding cells</source>
        <translation>Zellen werden gesucht</translation>
    </message>
    <message>
        <source>A slide could not be searched.</source>
        <translation>Ein Präparat konnte nicht durchsucht werden.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln part(s) of the slide could not be read; the rest was searched.</source>
        <translation>
            <numerusform>%Ln Teil des Präparats war nicht lesbar; der Rest wurde durchsucht.</numerusform>
            <numerusform>%Ln Teile des Präparats waren nicht lesbar; der Rest wurde durchsucht.</numerusform>
        </translation>
    </message>
    <message>
        <source>The search broke off.</source>
        <translation>Die Suche brach ab.</translation>
    </message>
    <message>
        <source>Stopped. Cells found so far: %L1.</source>
        <translation>Angehalten. Bisher gefundene Zellen: %L1.</translation>
    </message>
    <message>
        <source>No further cells were found.</source>
        <translation>Es wurden keine weiteren Zellen gefunden.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s) found.</source>
        <translation>
            <numerusform>%Ln Zelle gefunden.</numerusform>
            <numerusform>%Ln Zellen gefunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>How large a pixel is could not be told: the file does not say, and there are too few red cells to measure. Type the µm per px, then search again.</source>
        <translation>Wie groß ein Pixel ist, war nicht zu erkennen: Die Datei sagt es nicht, und zum Messen sind es zu wenige rote Zellen. Geben Sie die µm je px ein, dann suchen Sie noch einmal.</translation>
    </message>
    <message>
        <source>take out marks</source>
        <translation>Markierungen herausnehmen</translation>
    </message>
    <message>
        <source>count cells again</source>
        <translation>Zellen wieder zählen</translation>
    </message>
    <message>
        <source>leave cells out</source>
        <translation>Zellen nicht zählen</translation>
    </message>
    <message>
        <source>There is no model that could classify them. Choose one in Classify, then send the cells.</source>
        <translation>Es gibt kein Modell, das sie klassifizieren könnte. Wählen Sie eines unter „Klassifizieren“, dann übergeben Sie die Zellen.</translation>
    </message>
    <message>
        <source>Stopped: no cell was handed over.</source>
        <translation>Angehalten: Es wurde keine Zelle übergeben.</translation>
    </message>
    <message>
        <source>The cells were not handed over.</source>
        <translation>Die Zellen wurden nicht übergeben.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s) were found and not marked.</source>
        <translation>
            <numerusform>%Ln gefundene Zelle wurde nicht markiert.</numerusform>
            <numerusform>%Ln gefundene Zellen wurden nicht markiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Another case was opened, or this one anew: the search was stopped.</source>
        <translation>Ein anderer Fall wurde geöffnet, oder dieser erneut: Die Suche wurde angehalten.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideView</name>
    <message>
        <source>Slide</source>
        <translation>Präparat</translation>
    </message>
    <message>
        <source>Arrow keys move, plus and minus zoom, Home shows the whole slide, 1 shows it at 100 %, R turns it.</source>
        <translation>Die Pfeiltasten verschieben, Plus und Minus zoomen, Pos1 zeigt das ganze Präparat, 1 zeigt es in 100 %, R dreht es.</translation>
    </message>
    <message>
        <source>This part of the slide cannot be read. %1 %2</source>
        <translation>Dieser Teil des Präparats ist nicht lesbar. %1 %2</translation>
    </message>
    <message>
        <source>Drag to choose a rectangle. Wheel: zoom. Middle button: move.</source>
        <translation>Ziehen Sie ein Rechteck auf. Mausrad: zoomen. Mittlere Taste: verschieben.</translation>
    </message>
    <message>
        <source>Click the corners of the area; a double click or Enter closes it, Escape gives it up.</source>
        <translation>Klicken Sie die Ecken des Bereichs an; ein Doppelklick oder die Eingabetaste schließt ihn, Esc verwirft ihn.</translation>
    </message>
    <message>
        <source>Click a cell that was not found. Wheel: zoom. Drag: move.</source>
        <translation>Klicken Sie eine Zelle an, die nicht gefunden wurde. Mausrad: zoomen. Ziehen: verschieben.</translation>
    </message>
    <message>
        <source>Wheel: zoom. Drag: move. Double click: zoom in. Home: whole slide. R: turn.</source>
        <translation>Mausrad: zoomen. Ziehen: verschieben. Doppelklick: vergrößern. Pos1: ganzes Präparat. R: drehen.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlidesWorkspace</name>
    <message>
        <source>Slides</source>
        <translation>Präparate</translation>
    </message>
    <message>
        <source>Drop slides or photographs of fields here</source>
        <translation>Präparate oder Fotos von Feldern hier ablegen</translation>
    </message>
    <message>
        <source>Whole slides (SVS, NDPI, MRXS, SCN, TIFF and others) and pictures of fields. White cells are found in them, cut out and handed to Classify.</source>
        <translation>Ganze Präparate (SVS, NDPI, MRXS, SCN, TIFF und andere) und Bilder von Feldern. Weiße Zellen werden darin gefunden, ausgeschnitten und zum Klassifizieren übergeben.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Try demonstration fields</source>
        <translation>Demonstrationsfelder ausprobieren</translation>
    </message>
    <message>
        <source>Draw fields of a smear, nobody&apos;s, and open them</source>
        <translation>Felder eines Ausstrichs zeichnen, von niemandem, und öffnen</translation>
    </message>
    <message>
        <source>Differential</source>
        <translation>Differenzialbild</translation>
    </message>
    <message>
        <source>This slide</source>
        <translation>Dieses</translation>
    </message>
    <message>
        <source>Cells of the shown slide</source>
        <translation>Zellen des gezeigten Präparats</translation>
    </message>
    <message>
        <source>All slides</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Cells of all slides and fields of this case</source>
        <translation>Zellen aller Präparate und Felder dieses Falls</translation>
    </message>
    <message>
        <source>Drop to open</source>
        <translation>Zum Öffnen ablegen</translation>
    </message>
    <message>
        <source>A part of the slide could not be read.</source>
        <translation>Ein Teil des Präparats war nicht lesbar.</translation>
    </message>
    <message>
        <source>Open slides or fields</source>
        <translation>Präparate oder Felder öffnen</translation>
    </message>
    <message>
        <source>Slides and pictures (*.svs *.ndpi *.mrxs *.scn *.vms *.vmu *.bif *.svslide *.tif *.tiff *.bmp *.png *.jpg *.jpeg *.webp);;All files (*)</source>
        <translation>Präparate und Bilder (*.svs *.ndpi *.mrxs *.scn *.vms *.vmu *.bif *.svslide *.tif *.tiff *.bmp *.png *.jpg *.jpeg *.webp);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open a folder of slides or fields</source>
        <translation>Einen Ordner mit Präparaten oder Feldern öffnen</translation>
    </message>
    <message>
        <source>Drawing fields</source>
        <translation>Felder werden gezeichnet</translation>
    </message>
    <message>
        <source>The fields could not be drawn.</source>
        <translation>Die Felder konnten nicht gezeichnet werden.</translation>
    </message>
    <message>
        <source>Opening %1 …</source>
        <translation>%1 wird geöffnet…</translation>
    </message>
    <message>
        <source>%1, x %2, y %3</source>
        <translation>%1, x %2, y %3</translation>
    </message>
    <message>
        <source>Hidden while answers are concealed.</source>
        <translation>Verborgen, solange Antworten verdeckt sind.</translation>
    </message>
    <message>
        <source>No cell is classified yet. Find cells, then send them to Classify.</source>
        <translation>Noch ist keine Zelle klassifiziert. Suchen Sie Zellen, dann übergeben Sie sie zum Klassifizieren.</translation>
    </message>
    <message>
        <source>%1 is not open. Open it again.</source>
        <translation>%1 ist nicht geöffnet. Öffnen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Choose slides or pictures</source>
        <translation>Präparate oder Bilder wählen</translation>
    </message>
    <message>
        <source>Choose a folder of slides or pictures</source>
        <translation>Einen Ordner mit Präparaten oder Bildern wählen</translation>
    </message>
    <message>
        <source>Slide and chosen cell</source>
        <translation>Präparat und gewählte Zelle</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SplitGrid</name>
    <message>
        <source>Split of subjects into folds</source>
        <translation>Aufteilung der Personen auf Folds</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>%1, fold %2</source>
        <translation>%1, Fold %2</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n cell(s)</source>
        <translation>
            <numerusform>%1: %n Zelle</numerusform>
            <numerusform>%1: %n Zellen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SplitPanel</name>
    <message>
        <source>Test parts: a fold differs from the mean by %1 % of the cells at most.</source>
        <translation>Testteile: Ein Fold weicht höchstens um %1 % der Zellen vom Mittel ab.</translation>
    </message>
    <message>
        <source>Within a class by %1 % at most (%2, fold %3).</source>
        <translation>Innerhalb einer Klasse um höchstens %1&#xa0;% (%2, Fold %3).</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Aufteilung</translation>
    </message>
    <message>
        <source>Splitting</source>
        <translation>Aufteilung wird berechnet</translation>
    </message>
    <message>
        <source>No subject is in two parts of a fold.</source>
        <translation>Keine Person ist in zwei Teilen eines Folds.</translation>
    </message>
    <message>
        <source>No subject is known: pictures of one patient may be in training and in test.</source>
        <translation>Keine Person ist bekannt: Bilder eines Patienten können in Training und Test sein.</translation>
    </message>
    <message numerus="yes">
        <source>Optimistic: %n patient(s) are shared between training and test.</source>
        <translation>
            <numerusform>Optimistisch: %n Patient ist zugleich in Training und Test.</numerusform>
            <numerusform>Optimistisch: %n Patienten sind zugleich in Training und Test.</numerusform>
        </translation>
    </message>
    <message>
        <source>Table of the split</source>
        <translation>Tabelle der Aufteilung</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv);;All files (*)</source>
        <translation>Tabellen (*.csv *.tsv);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::StateStrip</name>
    <message>
        <source>Second reader&apos;s name</source>
        <translation>Name für die Zweitbeurteilung</translation>
    </message>
    <message>
        <source>Name of the second reader; an unfinished reading under this name is continued</source>
        <translation>Wer beurteilt; eine nicht abgeschlossene Beurteilung unter diesem Namen wird fortgesetzt</translation>
    </message>
    <message>
        <source>Start reading</source>
        <translation>Beurteilung starten</translation>
    </message>
    <message>
        <source>Decide every cell anew; this case keeps its classes</source>
        <translation>Über jede Zelle neu entscheiden; dieser Fall behält seine Klassen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Do not start a second reading</source>
        <translation>Jetzt keine Zweitbeurteilung</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Abschließen</translation>
    </message>
    <message>
        <source>Finish this reading; it cannot be changed afterwards</source>
        <translation>Diese Beurteilung ist vollständig; danach lässt sie sich nicht mehr ändern</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Back to the case; this reading is kept and can be continued</source>
        <translation>Zurück zum Fall; diese Beurteilung bleibt erhalten und kann fortgesetzt werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Open the case anew; it can be changed here once nobody else has it</source>
        <translation>Den Fall neu öffnen; er kann hier geändert werden, sobald ihn niemand sonst geöffnet hat</translation>
    </message>
    <message>
        <source>Show answers</source>
        <translation>Antworten zeigen</translation>
    </message>
    <message>
        <source>End the blinded review</source>
        <translation>Die verblindete Prüfung beenden</translation>
    </message>
    <message>
        <source>%1 on %2 has had this case open since %3. You can view it here, but not change it.</source>
        <extracomment>who has the case open, on which computer, since when</extracomment>
        <translation>%1 an %2 hat diesen Fall seit %3 geöffnet. Hier kann er angesehen, aber nicht geändert werden.</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>Jemand</translation>
    </message>
    <message>
        <source>another computer</source>
        <translation>einem anderen Rechner</translation>
    </message>
    <message>
        <source>Second reading: every cell is decided anew, without the model&apos;s answer and the first reader&apos;s.</source>
        <translation>Zweitbeurteilung: Über jede Zelle wird neu entschieden, ohne die Antwort des Modells und die Erstbeurteilung.</translation>
    </message>
    <message>
        <source>Blinded: the model&apos;s answer to a cell is shown once you have decided it.</source>
        <translation>Verblindet: Die Antwort des Modells zu einer Zelle wird gezeigt, sobald Sie über sie entschieden haben.</translation>
    </message>
    <message>
        <source>Second reading by %1: %2 of %3 cells decided.</source>
        <translation>Zweitbeurteilung durch %1: über %2 von %3 Zellen entschieden.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::StoreLogin</name>
    <message>
        <source>Case store</source>
        <translation>Fallspeicher</translation>
    </message>
    <message>
        <source>The server of the case store asks for a password</source>
        <translation>Der Server des Fallspeichers verlangt ein Passwort</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Password of this user on the server</source>
        <translation>Passwort dieses Benutzers auf dem Server</translation>
    </message>
    <message>
        <source>It is kept until the program is closed, and written nowhere. From PostgreSQL&apos;s password file it is read without being asked for.</source>
        <translation>Es wird behalten, bis das Programm geschlossen wird, und nirgends aufgeschrieben. Steht es in der Passwortdatei von PostgreSQL, wird nicht danach gefragt.</translation>
    </message>
    <message>
        <source>Other store…</source>
        <translation>Anderer Speicher…</translation>
    </message>
    <message>
        <source>Choose another case store in Settings; it is used at once</source>
        <translation>In den Einstellungen einen anderen Fallspeicher wählen; er wird sofort verwendet</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Work without cases; Cases asks again</source>
        <translation>Ohne Fälle arbeiten; „Fälle“ fragt wieder</translation>
    </message>
    <message>
        <source>%1. Type the password again, or check the user name in the address.</source>
        <extracomment>%1: what the server said</extracomment>
        <translation>%1. Geben Sie das Passwort noch einmal ein, oder prüfen Sie den Benutzernamen in der Adresse.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Wird verbunden…</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::StoreSettingEditor</name>
    <message>
        <source>Standard place</source>
        <translation>Üblicher Ort</translation>
    </message>
    <message>
        <source>Choose a case file…</source>
        <translation>Falldatei wählen…</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Verbindung prüfen</translation>
    </message>
    <message>
        <source>Connect now; the tables of this program are made where the database has none</source>
        <translation>Jetzt verbinden; die Tabellen dieses Programms werden angelegt, wo die Datenbank keine hat</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Wird verbunden…</translation>
    </message>
    <message>
        <source>Connecting to the case store</source>
        <translation>Verbindung zum Fallspeicher</translation>
    </message>
    <message numerus="yes">
        <source>Connected: %Ln case(s) are kept there.</source>
        <translation>
            <numerusform>Verbunden: Dort liegt %Ln Fall.</numerusform>
            <numerusform>Verbunden: Dort liegen %Ln Fälle.</numerusform>
        </translation>
    </message>
    <message>
        <source>The password is not saved. You are asked for it at each start, unless it stands in PostgreSQL&apos;s password file.</source>
        <translation>Das Passwort wird nicht gespeichert. Bei jedem Start wird danach gefragt, außer es steht in der Passwortdatei von PostgreSQL.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::StudySession</name>
    <message>
        <source>A map or learning curve of this run could not be read</source>
        <translation>Eine Karte oder Lernkurve dieses Laufs konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Making a map</source>
        <translation>Karte wird erstellt</translation>
    </message>
    <message>
        <source>The map could not be made</source>
        <translation>Die Karte konnte nicht erstellt werden</translation>
    </message>
    <message>
        <source>Learning curve</source>
        <translation>Lernkurve</translation>
    </message>
    <message>
        <source>The learning curve could not be made</source>
        <translation>Die Lernkurve konnte nicht erstellt werden</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SubjectModel</name>
    <message>
        <source>Subject</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Tested in fold</source>
        <translation>Getestet in Fold</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SubjectsCard</name>
    <message>
        <source>No subject is known of these cells, so there are no facts of any.</source>
        <translation>Von diesen Zellen ist keine Person bekannt, also gibt es auch keine Angaben.</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Edit facts…</source>
        <translation>Angaben bearbeiten…</translation>
    </message>
    <message>
        <source>Type in age, sex, white count… of the selected subject (Return)</source>
        <translation>Alter, Geschlecht, Leukozyten… der ausgewählten Person eingeben (Eingabe)</translation>
    </message>
    <message>
        <source>Import facts…</source>
        <translation>Angaben importieren…</translation>
    </message>
    <message>
        <source>Read facts from a CSV or TSV file with one line for each subject</source>
        <translation>Angaben aus einer CSV- oder TSV-Datei mit einer Zeile je Person lesen</translation>
    </message>
    <message>
        <source>Table of subjects and their facts</source>
        <translation>Tabelle der Personen und ihrer Angaben</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.tab *.txt)</source>
        <translation>Tabellen (*.csv *.tsv *.tab *.txt)</translation>
    </message>
    <message>
        <source>Reading facts</source>
        <translation>Angaben werden gelesen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SubjectsPage</name>
    <message>
        <source>Subjects, the worst first</source>
        <translation>Personen, schlechteste zuerst</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Return or a double click shows the subject&apos;s cells</source>
        <translation>Eingabe oder Doppelklick zeigt die Zellen der Person</translation>
    </message>
    <message>
        <source>No subject is known of these cells: what carries the errors cannot be told, and intervals count images.</source>
        <translation>Von diesen Zellen ist keine Person bekannt: Wer die Fehler trägt, lässt sich nicht sagen, und Intervalle zählen Bilder.</translation>
    </message>
    <message>
        <source>Subgroups</source>
        <translation>Untergruppen</translation>
    </message>
    <message>
        <source>Nothing was known of the subjects when this run began: age, sex, immunophenotype, genetics and further columns make subgroups. They are typed in or imported in Data.</source>
        <translation>Über die Personen war nichts bekannt, als dieser Lauf begann: Alter, Geschlecht, Immunphänotyp, Genetik und weitere Spalten ergeben Untergruppen. Eingegeben oder importiert werden sie unter Daten.</translation>
    </message>
    <message>
        <source>Not one cell of a known subject is called wrong.</source>
        <translation>Keine einzige Zelle einer bekannten Person ist falsch eingestuft.</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Log loss</source>
        <translation>Log-Verlust</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Folds</translation>
    </message>
    <message>
        <source>Called
%1</source>
        <translation>Eingestuft
als %1</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Subgroup</source>
        <translation>Untergruppe</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message numerus="yes">
        <source>There are %Ln error(s) in all.</source>
        <translation>
            <numerusform>Insgesamt gibt es %Ln Fehler.</numerusform>
            <numerusform>Insgesamt gibt es %Ln Fehler.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Half of all errors are of %Ln subject(s).</source>
        <translation>
            <numerusform>Die Hälfte aller Fehler gehört zu %Ln Person.</numerusform>
            <numerusform>Die Hälfte aller Fehler gehört zu %Ln Personen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Subject %1 alone has %2 of all errors.</source>
        <translation>Person %1 allein hat %2 aller Fehler.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SummaryStrip</name>
    <message>
        <source>Wilson interval of a counted proportion: counting error only, not errors of the model</source>
        <translation>Wilson-Intervall eines gezählten Anteils: nur Zählfehler, nicht die Fehler des Modells</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>1 cell</source>
        <translation>1 Zelle</translation>
    </message>
    <message>
        <source>%1 cells</source>
        <translation>%1 Zellen</translation>
    </message>
    <message>
        <source>corrected: %1</source>
        <translation>korrigiert: %1</translation>
    </message>
    <message>
        <source>blasts, %1 of %2
95 % interval %3 to %4</source>
        <translation>Blasten, %1 von %2
95-%-Intervall %3 bis %4</translation>
    </message>
    <message>
        <source>Fewer than 100 identified cells (%1): the percentage is uncertain. 200 is the usual count.</source>
        <translation>Weniger als 100 bestimmte Zellen (%1): der Anteil ist unsicher. Üblich sind 200.</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Signieren</translation>
    </message>
    <message>
        <source>Sign this case</source>
        <translation>Diesen Fall signieren</translation>
    </message>
    <message>
        <source>Reopen…</source>
        <translation>Wieder öffnen…</translation>
    </message>
    <message>
        <source>Unlock this case for changes; this is recorded</source>
        <translation>Diesen Fall wieder änderbar machen; das wird festgehalten</translation>
    </message>
    <message>
        <source>Why is it reopened?</source>
        <translation>Warum wird er wieder geöffnet?</translation>
    </message>
    <message>
        <source>Reason for reopening</source>
        <translation>Grund für das Wiederöffnen</translation>
    </message>
    <message>
        <source>Recorded with your name; Esc cancels</source>
        <translation>Wird mit Ihrem Namen festgehalten; Esc bricht ab</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Reopen the case for this reason</source>
        <translation>Den Fall aus diesem Grund wieder öffnen</translation>
    </message>
    <message>
        <source>Sign this case with your name; it can be reopened</source>
        <translation>Diesen Fall mit Ihrem Namen signieren; er kann wieder geöffnet werden</translation>
    </message>
    <message>
        <source>Signed by %1
%2</source>
        <translation>Signiert von %1
%2</translation>
    </message>
    <message>
        <source>(model %1)</source>
        <extracomment>behind the count as people left it: how many the model had called so</extracomment>
        <translation>(Modell %1)</translation>
    </message>
    <message>
        <source>%1 excluded</source>
        <translation>%1 ausgeschlossen</translation>
    </message>
    <message>
        <source>%1 not reviewed yet</source>
        <translation>%1 noch nicht geprüft</translation>
    </message>
    <message>
        <source>all reviewed</source>
        <translation>alle geprüft</translation>
    </message>
    <message>
        <source>Your passphrase</source>
        <translation>Ihr Passwort</translation>
    </message>
    <message>
        <source>Passphrase for signing</source>
        <translation>Passwort zum Signieren</translation>
    </message>
    <message>
        <source>Your passphrase once more, as your signature; Esc cancels</source>
        <translation>Ihr Passwort noch einmal, als Ihre Signatur; Esc bricht ab</translation>
    </message>
    <message>
        <source>Sign this case with your name and passphrase; it can be reopened</source>
        <translation>Diesen Fall mit Ihrem Namen und Passwort signieren; er kann wieder geöffnet werden</translation>
    </message>
    <message>
        <source>Signed by %1
A second signature is needed</source>
        <translation>Signiert von %1
Eine zweite Signatur ist nötig</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TableOpener</name>
    <message>
        <source>Reading the table</source>
        <translation>Tabelle wird gelesen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TourBubble</name>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>End the tour (Esc)</source>
        <translation>Den Rundgang beenden (Esc)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>The step before (left arrow)</source>
        <translation>Der vorige Schritt (Pfeil links)</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>The next step (right arrow)</source>
        <translation>Der nächste Schritt (Pfeil rechts)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>step of the tour, and how many there are</extracomment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TrainForm</name>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>Pretrained weights</source>
        <translation>Vortrainierte Gewichte</translation>
    </message>
    <message>
        <source>date and time</source>
        <translation>Datum und Zeit</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>Name des Laufs</translation>
    </message>
    <message>
        <source>Folder of the results; empty: named by date and time</source>
        <translation>Ordner der Ergebnisse; leer: nach Datum und Zeit benannt</translation>
    </message>
    <message>
        <source>Weights (*.pth *.pt *.safetensors *.leukomodel);;All files (*)</source>
        <translation>Gewichte (*.pth *.pt *.safetensors *.leukomodel);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>It is not known which cell is of which patient: choose the protocol Paper, or data with patients.</source>
        <translation>Es ist nicht bekannt, welche Zelle von welchem Patienten stammt: wählen Sie das Protokoll „Paper“ oder Daten mit Patienten.</translation>
    </message>
    <message>
        <source>The file of weights does not exist.</source>
        <translation>Die Datei mit Gewichten existiert nicht.</translation>
    </message>
    <message>
        <source>The name of the run must not contain “/”.</source>
        <translation>Der Name des Laufs darf kein „/“ enthalten.</translation>
    </message>
    <message>
        <source>Below %1 px the auxiliary head is not run.</source>
        <translation>Unter %1 px läuft der Hilfsausgang nicht mit.</translation>
    </message>
    <message>
        <source>Optimistic: patients are shared between training and test.</source>
        <translation>Optimistisch: Training und Test teilen sich Patienten.</translation>
    </message>
    <message>
        <source>Open labelled cells to start.</source>
        <translation>Öffnen Sie beschriftete Zellen, um zu beginnen.</translation>
    </message>
    <message>
        <source>A .leukomodel, .pth or .safetensors file; empty: start at random</source>
        <translation>Eine Datei .leukomodel, .pth oder .safetensors; leer: zufällig beginnen</translation>
    </message>
    <message>
        <source>Data…</source>
        <translation>Daten…</translation>
    </message>
    <message>
        <source>Look at these cells in Data, or open others</source>
        <translation>Diese Zellen unter Daten ansehen oder andere öffnen</translation>
    </message>
    <message>
        <source>Train the last layer only (fast)</source>
        <translation>Nur die letzte Schicht trainieren (schnell)</translation>
    </message>
    <message>
        <source>The pretrained network stays as it is and looks at each cell once: minutes instead of hours on a processor</source>
        <translation>Das vortrainierte Netz bleibt, wie es ist, und sieht jede Zelle einmal: Minuten statt Stunden auf einem Prozessor</translation>
    </message>
    <message>
        <source>Load settings…</source>
        <translation>Einstellungen laden…</translation>
    </message>
    <message>
        <source>Fill the form from a file of settings, for example settings.json of a run</source>
        <translation>Das Formular aus einer Datei füllen, zum Beispiel settings.json eines Laufs</translation>
    </message>
    <message>
        <source>Save settings…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Write what the form says to a file, to use or share it later</source>
        <translation>Die Einstellungen des Formulars in eine Datei schreiben, um sie später zu benutzen oder weiterzugeben</translation>
    </message>
    <message>
        <source>No cells are open</source>
        <translation>Keine Zellen geöffnet</translation>
    </message>
    <message>
        <source>How long it takes could not be measured.</source>
        <translation>Wie lange es dauert, konnte nicht gemessen werden.</translation>
    </message>
    <message>
        <source>How long it takes is being measured…</source>
        <translation>Wie lange es dauert, wird gerade gemessen…</translation>
    </message>
    <message>
        <source>Choose the table of the split, or another protocol.</source>
        <translation>Wählen Sie die Tabelle der Aufteilung oder ein anderes Protokoll.</translation>
    </message>
    <message>
        <source>Fitted at once to what the trunk sees: no epochs, no augmentation. Without weights the trunk is random.</source>
        <translation>Wird auf einmal an das angepasst, was der Rumpf sieht: keine Epochen, keine Augmentierung. Ohne Gewichte ist der Rumpf zufällig.</translation>
    </message>
    <message>
        <source>Train every fold with these settings</source>
        <translation>Jeden Fold mit diesen Einstellungen trainieren</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TrainWorkspace</name>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Open run…</source>
        <translation>Lauf öffnen…</translation>
    </message>
    <message>
        <source>Folder of a training run</source>
        <translation>Ordner eines Trainingslaufs</translation>
    </message>
    <message>
        <source>Nothing to train on yet</source>
        <translation>Noch nichts zum Trainieren</translation>
    </message>
    <message>
        <source>Open labelled cells in Data, or try the training with demonstration cells.</source>
        <translation>Öffnen Sie beschriftete Zellen unter Daten oder probieren Sie das Training mit Vorführzellen.</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open C-NMC or a folder with one subfolder for each class</source>
        <translation>C-NMC oder einen Ordner mit einem Unterordner je Klasse öffnen</translation>
    </message>
    <message>
        <source>Make demonstration cells</source>
        <translation>Vorführzellen anlegen</translation>
    </message>
    <message>
        <source>Draw labelled cells, nobody&apos;s, and open them</source>
        <translation>Beschriftete Zellen zeichnen, die von niemandem stammen, und öffnen</translation>
    </message>
    <message>
        <source>Folder of labelled cells</source>
        <translation>Ordner mit beschrifteten Zellen</translation>
    </message>
    <message>
        <source>The training failed</source>
        <translation>Das Training ist gescheitert</translation>
    </message>
    <message>
        <source>A training is running: stop it before another run is shown.</source>
        <translation>Ein Training läuft: halten Sie es an, bevor ein anderer Lauf gezeigt wird.</translation>
    </message>
    <message>
        <source>Reading the run</source>
        <translation>Lauf wird gelesen</translation>
    </message>
    <message>
        <source>The run could not be opened</source>
        <translation>Der Lauf konnte nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Save the report of this run</source>
        <translation>Bericht dieses Laufs speichern</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>Bericht wird geschrieben</translation>
    </message>
    <message>
        <source>The report could not be written</source>
        <translation>Der Bericht konnte nicht geschrieben werden</translation>
    </message>
    <message>
        <source>The report was saved: %1</source>
        <translation>Der Bericht wurde gespeichert: %1</translation>
    </message>
    <message>
        <source>Adding the model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>The model could not be added to the list of models</source>
        <translation>Das Modell konnte nicht in die Liste der Modelle aufgenommen werden</translation>
    </message>
    <message>
        <source>Training will start from %1. Open labelled cells to go on.</source>
        <translation>Das Training wird mit %1 beginnen. Öffnen Sie beschriftete Zellen, um fortzufahren.</translation>
    </message>
    <message>
        <source>Extend the run</source>
        <translation>Lauf verlängern</translation>
    </message>
    <message>
        <source>Train every fold for so many epochs more:</source>
        <translation>Jeden Fold so viele Epochen weiter trainieren:</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>Verlängern</translation>
    </message>
    <message numerus="yes">
        <source>%Ln fold(s)</source>
        <translation>
            <numerusform>%Ln Fold</numerusform>
            <numerusform>%Ln Folds</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped: what was done is kept.</source>
        <translation>Angehalten: Was getan ist, bleibt.</translation>
    </message>
    <message>
        <source>Training was stopped. What was finished is kept in %1. Continue goes on from there.</source>
        <translation>Das Training wurde angehalten. Was fertig war, liegt in %1. Fortsetzen macht dort weiter.</translation>
    </message>
    <message>
        <source>Training was stopped before its first step.</source>
        <translation>Das Training wurde vor seinem ersten Schritt angehalten.</translation>
    </message>
    <message>
        <source>The cells have changed since this run began.</source>
        <translation>Die Zellen haben sich seit Beginn dieses Laufs geändert.</translation>
    </message>
    <message>
        <source>See the message above.</source>
        <translation>Siehe die Meldung oben.</translation>
    </message>
    <message>
        <source>The cells are not those that this run began with: some were added, removed or changed.

Going on keeps the run&apos;s split, leaves out cells that are gone and does not use new ones. The result then is of changed data and cannot be repeated exactly.</source>
        <translation>Die Zellen sind nicht die, mit denen dieser Lauf begann: Einige kamen hinzu, fehlen oder wurden geändert.

Wird er fortgesetzt, bleibt die Teilung des Laufs; fehlende Zellen werden ausgelassen und neue nicht benutzt. Das Ergebnis gilt dann für geänderte Daten und lässt sich nicht genau wiederholen.</translation>
    </message>
    <message>
        <source>The cells have changed</source>
        <translation>Die Zellen haben sich geändert</translation>
    </message>
    <message>
        <source>Go on with the changed cells</source>
        <translation>Mit den geänderten Zellen fortsetzen</translation>
    </message>
    <message>
        <source>The run was not continued</source>
        <translation>Der Lauf wurde nicht fortgesetzt</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln fold(s) done</source>
        <translation>
            <numerusform>%1 von %Ln Fold fertig</numerusform>
            <numerusform>%1 von %Ln Folds fertig</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; interrupted after epoch %2 of fold %3</source>
        <translation>%1; unterbrochen nach Epoche %2 von Fold %3</translation>
    </message>
    <message>
        <source>Load settings</source>
        <translation>Einstellungen laden</translation>
    </message>
    <message>
        <source>Settings (*.json);;All files (*)</source>
        <translation>Einstellungen (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The settings could not be loaded</source>
        <translation>Die Einstellungen konnten nicht geladen werden</translation>
    </message>
    <message>
        <source>Save settings</source>
        <translation>Einstellungen speichern</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>Einstellungen (*.json)</translation>
    </message>
    <message>
        <source>The settings could not be saved</source>
        <translation>Die Einstellungen konnten nicht gespeichert werden</translation>
    </message>
    <message>
        <source>The settings were saved: %1</source>
        <translation>Die Einstellungen wurden gespeichert: %1</translation>
    </message>
    <message>
        <source>Folder of an earlier run to compare with</source>
        <translation>Ordner eines früheren Laufs zum Vergleich</translation>
    </message>
    <message>
        <source>curves</source>
        <translation>kurven</translation>
    </message>
    <message>
        <source>Export the curves</source>
        <translation>Kurven exportieren</translation>
    </message>
    <message>
        <source>Exporting the curves</source>
        <translation>Kurven werden exportiert</translation>
    </message>
    <message>
        <source>The curves could not be exported</source>
        <translation>Die Kurven konnten nicht exportiert werden</translation>
    </message>
    <message>
        <source>The curves were saved: %1</source>
        <translation>Die Kurven wurden gespeichert: %1</translation>
    </message>
    <message>
        <source>The split tests on what it learns from.</source>
        <translation>Die Aufteilung testet mit dem, woraus sie lernt.</translation>
    </message>
    <message>
        <source>Pictures that look the same lie in training and in test, so the figures of this training would be better than they should be.

%1.

It is better to leave one of each pair out first: Data, Duplicates. To train all the same, write why. Your words are recorded in the run and printed in its report.</source>
        <translation>Gleich aussehende Bilder liegen in Training und Test, die Werte dieses Trainings wären also besser, als sie sein dürften.

%1.

Besser lassen Sie zuerst von jedem Paar eines weg: Daten, Duplikate. Um trotzdem zu trainieren, schreiben Sie, warum. Ihre Worte stehen dann im Lauf und in seinem Bericht.</translation>
    </message>
    <message>
        <source>The split tests on what it learns from</source>
        <translation>Die Aufteilung testet mit dem, woraus sie lernt</translation>
    </message>
    <message>
        <source>Train all the same</source>
        <translation>Trotzdem trainieren</translation>
    </message>
    <message>
        <source>The training was not started</source>
        <translation>Das Training wurde nicht begonnen</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>Figures with intervals, curves, errors and calibration of the folds that are done</source>
        <translation>Kennzahlen mit Intervallen, Kurven, Fehler und Kalibrierung der fertigen Folds</translation>
    </message>
    <message>
        <source>Compare models…</source>
        <translation>Modelle vergleichen…</translation>
    </message>
    <message>
        <source>Back to training</source>
        <translation>Zurück zum Training</translation>
    </message>
    <message>
        <source>Settings, curves and folds of one training</source>
        <translation>Einstellungen, Kurven und Folds eines Trainings</translation>
    </message>
    <message>
        <source>Train every network on the same cells, and put them into one table</source>
        <translation>Jedes Netz auf denselben Zellen trainieren und alle in eine Tabelle stellen</translation>
    </message>
    <message>
        <source>The comparison of models is done.</source>
        <translation>Der Modellvergleich ist fertig.</translation>
    </message>
    <message>
        <source>The comparison of models is done but for rows that failed. Go on tries them again.</source>
        <translation>Der Modellvergleich ist bis auf fehlgeschlagene Zeilen fertig. Fortsetzen versucht sie neu.</translation>
    </message>
    <message>
        <source>The comparison was stopped. What was finished is kept, and Go on goes on from there.</source>
        <translation>Der Vergleich wurde angehalten. Was fertig war, bleibt, und Fortsetzen macht dort weiter.</translation>
    </message>
    <message>
        <source>Folder of a comparison of models</source>
        <translation>Ordner eines Modellvergleichs</translation>
    </message>
    <message>
        <source>Open labelled cells in Data first.</source>
        <translation>Öffnen Sie zuerst beschriftete Zellen unter Daten.</translation>
    </message>
    <message>
        <source>Another training is under way: wait for its end, or stop it.</source>
        <translation>Ein anderes Training läuft: Warten Sie sein Ende ab, oder halten Sie es an.</translation>
    </message>
    <message>
        <source>Layers are frozen in the training form, and each network has its own: freeze nothing there.</source>
        <translation>Im Trainingsformular sind Schichten eingefroren, und jedes Netz hat seine eigenen: Frieren Sie dort nichts ein.</translation>
    </message>
    <message>
        <source>A comparison of models is running: wait for its end, or stop it.</source>
        <translation>Ein Modellvergleich läuft: Warten Sie sein Ende ab, oder halten Sie ihn an.</translation>
    </message>
    <message>
        <source>Save the report of the comparison</source>
        <translation>Den Bericht des Vergleichs sichern</translation>
    </message>
    <message>
        <source>Export the table</source>
        <translation>Tabelle exportieren</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>Exporting the table</source>
        <translation>Die Tabelle wird exportiert</translation>
    </message>
    <message>
        <source>The table could not be exported</source>
        <translation>Die Tabelle konnte nicht exportiert werden</translation>
    </message>
    <message>
        <source>The table was saved: %1</source>
        <translation>Die Tabelle wurde gespeichert: %1</translation>
    </message>
    <message>
        <source>Train a finder…</source>
        <translation>Zellsuche trainieren…</translation>
    </message>
    <message>
        <source>One that finds the cells in photographs of fields, from boxes around them</source>
        <translation>Eine, die Zellen in Fotos von Feldern findet, aus Rahmen um sie</translation>
    </message>
    <message>
        <source>Show an earlier training: continue it if it was interrupted, extend it if it is finished</source>
        <translation>Ein früheres Training zeigen: fortsetzen, wenn es unterbrochen wurde, verlängern, wenn es fertig ist</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TrainingListStrip</name>
    <message>
        <source>Open in Data</source>
        <translation>Unter Daten öffnen</translation>
    </message>
    <message>
        <source>Look at these cells in Data, and train on them</source>
        <translation>Diese Zellen unter Daten ansehen und mit ihnen trainieren</translation>
    </message>
    <message>
        <source>List v%1 saved, 1 reviewed cell: %2</source>
        <translation>Liste v%1 gespeichert, 1 geprüfte Zelle: %2</translation>
    </message>
    <message>
        <source>List v%1 saved, %2 reviewed cells: %3</source>
        <translation>Liste v%1 gespeichert, %2 geprüfte Zellen: %3</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TrainingSession</name>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TypicalCells</name>
    <message>
        <source>The cells that the model was surest of and nobody corrected</source>
        <translation>Die Zellen, bei denen das Modell am sichersten war und die niemand korrigiert hat</translation>
    </message>
    <message>
        <source>Typical cells</source>
        <translation>Typische Zellen</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::WaitingPictures</name>
    <message>
        <source>%1
Waiting for the answer</source>
        <translation>%1
Wartet auf die Antwort</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::WaitingStrip</name>
    <message>
        <source>Waiting for the answer</source>
        <translation>Warten auf die Antwort</translation>
    </message>
    <message>
        <source>Pictures that wait for the answer</source>
        <translation>Bilder, die auf die Antwort warten</translation>
    </message>
    <message>
        <source>Each goes to its bin with its answer. It is not in the case before.</source>
        <translation>Jedes kommt mit seiner Antwort in sein Fach. Vorher ist es nicht im Fall.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::WatchStrip</name>
    <message>
        <source>Stop watching</source>
        <translation>Nicht mehr beobachten</translation>
    </message>
    <message>
        <source>%1 cannot be read at present. Watching goes on as soon as it can.</source>
        <translation>%1 ist zurzeit nicht lesbar. Beobachtet wird weiter, sobald es geht.</translation>
    </message>
    <message>
        <source>Pictures that are saved into %1 from now on are classified.</source>
        <translation>Bilder, die ab jetzt in %1 gespeichert werden, werden klassifiziert.</translation>
    </message>
    <message>
        <source>Watching %1. Pictures taken so far: %2</source>
        <translation>%1 wird beobachtet. Bisher übernommene Bilder: %2</translation>
    </message>
    <message>
        <source>Pictures that wait, and those saved into this folder from now on, are not classified by themselves</source>
        <translation>Wartende Bilder und solche, die ab jetzt in diesem Ordner gespeichert werden, werden nicht mehr von selbst klassifiziert</translation>
    </message>
    <message>
        <source>Pictures from %1 that wait: %2. %3</source>
        <extracomment>%1 is a folder&apos;s name, %3 a sentence that says until when they wait</extracomment>
        <translation>Wartende Bilder aus %1: %2. %3</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::WeightsField</name>
    <message>
        <source>Pretrained weights</source>
        <translation>Vortrainierte Gewichte</translation>
    </message>
    <message>
        <source>none: start at random</source>
        <translation>keine: zufällig beginnen</translation>
    </message>
    <message>
        <source>Choose a file of weights…</source>
        <translation>Datei mit Gewichten wählen…</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::WelcomePage</name>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Welcome to Leukolens</source>
        <translation>Willkommen bei Leukolens</translation>
    </message>
    <message>
        <source>It sorts pictures of white blood cells into their classes on this computer, lets you correct and sign what it found, and trains the models that do so.</source>
        <translation>Es ordnet auf diesem Rechner Bilder weißer Blutzellen ihren Klassen zu, lässt Sie das Ergebnis korrigieren und signieren und trainiert die Modelle dafür.</translation>
    </message>
    <message>
        <source>Classify cells</source>
        <translation>Zellen klassifizieren</translation>
    </message>
    <message>
        <source>Add a model…</source>
        <translation>Modell hinzufügen…</translation>
    </message>
    <message>
        <source>Open the list of models, and add a file to it (Ctrl+M)</source>
        <translation>Die Liste der Modelle öffnen und ihr eine Datei hinzufügen (Strg+M)</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Ein Modell hinzufügen</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Ein Modell trainieren</translation>
    </message>
    <message>
        <source>Look around with demonstration cells</source>
        <translation>Mit Vorführzellen umsehen</translation>
    </message>
    <message>
        <source>Take the tour (about a minute)</source>
        <translation>Rundgang machen (etwa eine Minute)</translation>
    </message>
    <message>
        <source>Be shown the places of this window, one after another</source>
        <translation>Sich die Bereiche dieses Fensters nacheinander zeigen lassen</translation>
    </message>
    <message>
        <source>Drop pictures of single cells, whole fields or slides. Correct what is wrong, sign, and print the report.</source>
        <translation>Legen Sie Bilder einzelner Zellen, ganze Felder oder Präparate ab. Korrigieren Sie, was falsch ist, signieren Sie, und drucken Sie den Bericht.</translation>
    </message>
    <message>
        <source>Drop pictures of cells, correct what is wrong, sign, and print the report. This needs a model, and none is chosen yet: add the file of one, or train your own.</source>
        <translation>Legen Sie Bilder von Zellen ab, korrigieren Sie, was falsch ist, signieren Sie, und drucken Sie den Bericht. Dazu braucht es ein Modell, und noch ist keines gewählt: Fügen Sie die Datei eines Modells hinzu, oder trainieren Sie ein eigenes.</translation>
    </message>
    <message>
        <source>Cells are open: choose how the model is to learn from them, start, and watch it. You can go on classifying meanwhile.</source>
        <translation>Zellen sind geöffnet: Wählen Sie, wie das Modell aus ihnen lernen soll, starten Sie, und sehen Sie zu. Sie können dabei weiter klassifizieren.</translation>
    </message>
    <message>
        <source>Open pictures whose classes are known, your own or C-NMC 2019. A model learns from them while you watch, and you see how far it can be trusted.</source>
        <translation>Öffnen Sie Bilder, deren Klassen bekannt sind, eigene oder C-NMC 2019. Ein Modell lernt aus ihnen, während Sie zusehen, und Sie sehen, wie weit ihm zu trauen ist.</translation>
    </message>
    <message>
        <source>The sample is being made: see how far it is.</source>
        <translation>Das Beispiel wird angelegt: Sehen Sie, wie weit es ist.</translation>
    </message>
    <message>
        <source>Open the sample case again: cells that the program drew, with the model that learnt from such cells. Your own work stays as it is.</source>
        <translation>Den Beispielfall wieder öffnen: Zellen, die das Programm gezeichnet hat, mit dem Modell, das aus solchen Zellen gelernt hat. Ihre eigene Arbeit bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Go to Classify (Ctrl+1)</source>
        <translation>Zu Klassifizieren (Strg+1)</translation>
    </message>
    <message>
        <source>Go to Data (Ctrl+3), or to Train (Ctrl+4) where cells are open</source>
        <translation>Zu Daten (Strg+3), oder zu Trainieren (Strg+4), wenn Zellen offen sind</translation>
    </message>
    <message>
        <source>Make the sample case, or open it where it is there</source>
        <translation>Den Beispielfall anlegen, oder ihn öffnen, wenn es ihn schon gibt</translation>
    </message>
    <message>
        <source>Without any pictures of your own: the program draws cells, trains a small model on them and opens a sample case. That takes a minute or two, and your own work stays as it is.</source>
        <translation>Ohne eigene Bilder: Das Programm zeichnet Zellen, trainiert damit ein kleines Modell und öffnet einen Beispielfall. Das dauert ein bis zwei Minuten, und Ihre eigene Arbeit bleibt, wie sie ist.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::WindowHost</name>
    <message>
        <source>The language changes as soon as what is running has ended.</source>
        <translation>Die Sprache wechselt, sobald das, was läuft, beendet ist.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ZoomOverlay</name>
    <message>
        <source>The current cell, enlarged</source>
        <translation>Die aktuelle Zelle groß</translation>
    </message>
    <message>
        <source>Back to the cards (Z or Esc)</source>
        <translation>Zurück zu den Karten (Z oder Esc)</translation>
    </message>
    <message>
        <source>Back to the cards</source>
        <translation>Zurück zu den Karten</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>position of a cell in its bin, and how many there are</extracomment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>No cell is selected.</source>
        <translation>Keine Zelle ist gewählt.</translation>
    </message>
</context>
</TS>
