const cannotContinue = 'Wir können Ihre Prüfung leider nicht fortsetzen.';

export const deReasons: Readonly<Record<string, string>> = {
  'badDocument.expired': 'Das Dokument ist abgelaufen. Bitte senden Sie eines, das noch gültig ist.',
  'badDocument.damaged': 'Das Dokument ist beschädigt. Bitte senden Sie ein unbeschädigtes.',
  'badDocument.missingPage': 'Eine Seite des Dokuments fehlt. Bitte senden Sie alle Seiten.',
  'badDocument.missingBackSide': 'Die Rückseite des Dokuments fehlt. Bitte senden Sie beide Seiten.',
  'badDocument.incomplete': 'Das Dokument ist unvollständig. Bitte senden Sie das ganze Dokument.',
  'badDocument.wrongType':
    'Das ist nicht die Art von Dokument, um die wir gebeten haben. Bitte senden Sie das genannte.',
  'badDocument.notADocument':
    'Was wir erhalten haben, ist kein Dokument. Bitte senden Sie das genannte Dokument.',
  'badDocument.unsupportedLanguage':
    'Wir können die Sprache des Dokuments nicht lesen. Bitte senden Sie eine beglaubigte Übersetzung.',
  'badDocument.passwordProtected':
    'Die Datei ist durch ein Passwort geschützt. Bitte senden Sie sie ohne Passwort.',
  'badDocument.copyOrScreenshot': 'Wir brauchen ein Foto des Originals, keine Kopie und kein Bildschirmfoto.',
  'badDocument.blackAndWhite': 'Das Bild ist schwarzweiß. Bitte senden Sie eines in Farbe.',
  'badDocument.digitallyEdited': cannotContinue,
  'imageQuality.blurry': 'Das Bild ist unscharf. Bitte nehmen Sie ein scharfes auf.',
  'imageQuality.glare':
    'Eine Spiegelung verdeckt einen Teil des Bildes. Bitte nehmen Sie eines ohne Spiegelung auf.',
  'imageQuality.cropped': 'Ein Teil des Dokuments ist abgeschnitten. Bitte zeigen Sie alle vier Ecken.',
  'imageQuality.tooDark': 'Das Bild ist zu dunkel. Bitte nehmen Sie eines bei gutem Licht auf.',
  'imageQuality.unreadable': 'Das Dokument ist nicht lesbar. Bitte senden Sie ein deutlicheres Bild.',
  'imageQuality.tooLarge':
    'Das Bild hat mehr als 50 Megapixel; das ist zu viel. Bitte nehmen Sie es mit geringerer Auflösung auf.',
  'dataMismatch.fullName':
    'Der angegebene Name ist nicht der auf Ihrem Dokument. Bitte berichtigen Sie ihn oder senden Sie ein Dokument, das ihn zeigt.',
  'dataMismatch.dateOfBirth':
    'Das angegebene Geburtsdatum ist nicht das auf Ihrem Dokument. Bitte berichtigen Sie es.',
  'dataMismatch.idNumber':
    'Die angegebene Nummer ist nicht die auf Ihrem Dokument. Bitte berichtigen Sie sie.',
  'dataMismatch.nationality':
    'Die angegebene Staatsangehörigkeit ist nicht die auf Ihrem Dokument. Bitte berichtigen Sie sie.',
  'dataMismatch.address':
    'Die angegebene Anschrift ist nicht die auf Ihrem Dokument. Bitte berichtigen Sie sie oder senden Sie einen anderen Nachweis.',
  'dataMismatch.ownershipTotal': 'Die Anteile der Eigentümer ergeben nicht 100\u00A0%. Bitte prüfen Sie sie.',
  'dataMismatch.registrationNumber':
    'Die angegebene Registernummer ist nicht die auf der Urkunde. Bitte berichtigen Sie sie.',
  'dataMismatch.crossDocument':
    'Ihre Dokumente widersprechen einander. Bitte senden Sie Dokumente, die dieselben Daten zeigen.',
  'dataMismatch.otherOnDocument':
    'Was Sie hier angegeben haben, steht nicht so auf Ihrem Dokument. Bitte berichtigen Sie es oder senden Sie ein Dokument, das es zeigt.',
  'dataMismatch.form': 'Diese Angabe kann so nicht stimmen. Bitte prüfen Sie sie.',
  'proofOfAddress.tooOld': 'Der Adressnachweis ist älter als 90 Tage. Bitte senden Sie einen neueren.',
  'proofOfAddress.issuerNotAccepted':
    'Einen Adressnachweis dieses Ausstellers können wir nicht annehmen. Bitte senden Sie die Rechnung eines Versorgers oder einen Kontoauszug.',
  'proofOfAddress.addressNotVerified':
    'Mit diesem Dokument konnten wir Ihre Anschrift nicht bestätigen. Bitte senden Sie ein anderes.',
  'proofOfAddress.listOfCountries': 'Einen Adressnachweis aus diesem Land können wir nicht annehmen.',
  'selfie.faceMismatch':
    'Das Selfie und das Foto auf dem Dokument stimmen nicht überein. Bitte nehmen Sie ein neues Selfie auf.',
  'selfie.faceNotVisible':
    'Ihr Gesicht ist nicht deutlich zu sehen. Bitte nehmen Sie ein Selfie auf, auf dem es nichts verdeckt.',
  'selfie.notLive':
    'Bitte nehmen Sie das Selfie selbst und in einem Zug auf, nicht von einem Bild oder Bildschirm.',
  'selfie.thirdPartyInvolved': 'Bitte nehmen Sie das Selfie allein und selbst auf.',
  'ownership.beneficialOwnerMissing':
    'Ein wirtschaftlich Berechtigter fehlt. Bitte nennen Sie alle, denen 25\u00A0% oder mehr gehören.',
  'ownership.ownerNotIdentified':
    'Das Geburtsdatum oder die Staatsangehörigkeit eines Eigentümers fehlt. Bitte geben Sie beides an.',
  'ownership.directorMissing':
    'Es ist kein Mitglied der Geschäftsführung genannt. Bitte nennen Sie alle, auch wenn ihnen nichts gehört.',
  'ownership.totalNot100': 'Die Anteile der Eigentümer ergeben nicht 100\u00A0%. Bitte prüfen Sie sie.',
  'ownership.structureUnclear':
    'Wir konnten nicht nachvollziehen, wem das Unternehmen gehört. Bitte senden Sie eine Übersicht der Eigentümer.',
  'compliance.sanctionsMatch': cannotContinue,
  'compliance.watchlistMatch': cannotContinue,
  'compliance.pepNotAccepted': cannotContinue,
  'compliance.adverseMedia': cannotContinue,
  'compliance.highRiskJurisdiction': cannotContinue,
  'compliance.underAge': 'Sie müssen volljährig sein, um diesen Dienst zu nutzen.',
  'compliance.policyViolation': cannotContinue,
  'compliance.duplicateAccount': cannotContinue,
  'fraud.documentForgery': cannotContinue,
  'fraud.stolenIdentity': cannotContinue,
  'fraud.fakeContactData': cannotContinue,
  'fraud.imageManipulation': cannotContinue,
  'fraud.multiAccounting': cannotContinue,
  'fraud.fraudulentPattern': cannotContinue,
  'identity.couldNotBeVerified': 'Wir konnten Ihre Identität nicht bestätigen.',
};
